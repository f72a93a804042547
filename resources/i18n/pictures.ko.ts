<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>16 bits a colour instead of 8: {count}</source>
            <translation>색마다 8비트가 아니라 16비트인 그림: {count}개</translation>
        </message>
        <message>
            <source>AVIF pictures need a newer Pillow.</source>
            <translation>AVIF 그림을 읽으려면 더 새로운 Pillow가 필요합니다.</translation>
        </message>
        <message>
            <source>AVIF, which a newer Pillow reads: {count}</source>
            <translation>더 새로운 Pillow가 있어야 읽는 AVIF: {count}개</translation>
        </message>
        <message>
            <source>All {count} pictures lie in one folder. A folder for each class is expected, with its pictures in it: its name is the name of the class.</source>
            <translation>그림 {count}개가 모두 한 폴더에 있습니다. 클래스마다 폴더를 하나씩 만들고 그 안에 그림을 넣으세요. 폴더 이름이 클래스 이름이 됩니다.</translation>
        </message>
        <message>
            <source>Another format than the name says: {count}</source>
            <translation>이름과 실제 형식이 다른 파일: {count}개</translation>
        </message>
        <message>
            <source>Beside the folders of classes, in none of them: {count}</source>
            <translation>어느 클래스 폴더에도 들어 있지 않은 그림: {count}개</translation>
        </message>
        <message>
            <source>Between 1 and 90 percent can be held out, not {percent}.</source>
            <translation>검증용으로 1%에서 90%까지 떼어 둘 수 있습니다. {percent}%는 안 됩니다.</translation>
        </message>
        <message>
            <source>Broke the reader: {count}</source>
            <translation>읽는 프로세스가 멈춘 파일: {count}개</translation>
        </message>
        <message>
            <source>Called pictures, but none can be read in them: {count}</source>
            <translation>그림이라는 이름이지만 그림으로 읽을 수 없는 파일: {count}개</translation>
        </message>
        <message>
            <source>Classes that differ in capital letters only: {count}</source>
            <translation>대문자와 소문자만 다른 클래스: {count}개</translation>
        </message>
        <message>
            <source>Classes with one picture: {count}</source>
            <translation>그림이 하나뿐인 클래스: {count}개</translation>
        </message>
        <message>
            <source>Colours for printing (CMYK): {count}</source>
            <translation>인쇄용 색(CMYK)인 그림: {count}개</translation>
        </message>
        <message>
            <source>Could not be opened: {count}</source>
            <translation>열 수 없는 파일: {count}개</translation>
        </message>
        <message>
            <source>Damaged, they end too early: {count}</source>
            <translation>손상되어 중간에 끊긴 그림: {count}개</translation>
        </message>
        <message>
            <source>Empty files: {count}</source>
            <translation>빈 파일: {count}개</translation>
        </message>
        <message>
            <source>Exactly the same as another one of the class: {count}</source>
            <translation>같은 클래스의 다른 그림과 똑같은 그림: {count}개</translation>
        </message>
        <message>
            <source>Folders without a picture that can be used: {count}</source>
            <translation>쓸 수 있는 그림이 없는 폴더: {count}개</translation>
        </message>
        <message>
            <source>Grey ones among coloured ones, or the other way round: {count}</source>
            <translation>컬러 그림에 섞인 흑백 그림, 또는 그 반대: {count}개</translation>
        </message>
        <message>
            <source>HEIC pictures need the package pillow-heif, which is not installed.</source>
            <translation>HEIC 그림을 읽으려면 pillow-heif 패키지가 필요한데 설치되어 있지 않습니다.</translation>
        </message>
        <message>
            <source>HEIC, which the package pillow-heif reads; it is not installed: {count}</source>
            <translation>설치되지 않은 pillow-heif 패키지가 있어야 읽는 HEIC: {count}개</translation>
        </message>
        <message>
            <source>Hardly a pixel large: {count}</source>
            <translation>크기가 픽셀 한두 개뿐인 그림: {count}개</translation>
        </message>
        <message>
            <source>Held out in their folder, but trained on, too: {count}</source>
            <translation>검증 폴더에 있지만 훈련에도 쓰이는 그림: {count}개</translation>
        </message>
        <message>
            <source>Hidden, or a system's own: {count}</source>
            <translation>숨겨졌거나 시스템이 만든 파일과 폴더: {count}개</translation>
        </message>
        <message>
            <source>In a folder for a test: {count}</source>
            <translation>시험용 폴더에 있는 그림: {count}개</translation>
        </message>
        <message>
            <source>In folders inside a class's folder: {count}</source>
            <translation>클래스 폴더 안의 하위 폴더에 있는 그림: {count}개</translation>
        </message>
        <message>
            <source>Links to elsewhere, which are not followed: {count}</source>
            <translation>따라가지 않는, 다른 곳을 가리키는 링크: {count}개</translation>
        </message>
        <message>
            <source>Locked with a password: {count}</source>
            <translation>암호로 잠긴 파일: {count}개</translation>
        </message>
        <message>
            <source>More than 20 times as long as wide: {count}</source>
            <translation>긴 변이 짧은 변의 20배보다 긴 그림: {count}개</translation>
        </message>
        <message>
            <source>More than 32 folders deep: {count}</source>
            <translation>32단계보다 깊은 폴더: {count}개</translation>
        </message>
        <message>
            <source>More than one frame or page: {count}</source>
            <translation>장면이나 쪽이 둘 이상인 그림: {count}개</translation>
        </message>
        <message>
            <source>More than the smallest class has: {count}</source>
            <translation>가장 작은 클래스보다 많은 그림: {count}개</translation>
        </message>
        <message>
            <source>Names in a Mac's spelling (NFD): {count}</source>
            <translation>Mac 방식(NFD)으로 적힌 이름: {count}개</translation>
        </message>
        <message>
            <source>Names that are not UTF-8: {count}</source>
            <translation>UTF-8이 아닌 이름: {count}개</translation>
        </message>
        <message>
            <source>Names that lead out of the archive: {count}</source>
            <translation>압축 파일 밖으로 나가는 이름: {count}개</translation>
        </message>
        <message>
            <source>Nearly the same as another one: {count}</source>
            <translation>다른 그림과 거의 같은 그림: {count}개</translation>
        </message>
        <message>
            <source>Nothing can be held out: in each class all pictures are nearly the same, or there is only one. Add pictures.</source>
            <translation>검증용으로 떼어 둘 그림이 없습니다. 클래스마다 그림이 모두 거의 같거나 하나뿐입니다. 그림을 더 넣으세요.</translation>
        </message>
        <message>
            <source>Of another size than most: {count}</source>
            <translation>대부분과 크기가 다른 그림: {count}개</translation>
        </message>
        <message>
            <source>Of classes that are not in the training folder: {count}</source>
            <translation>훈련 폴더에 없는 클래스의 그림: {count}개</translation>
        </message>
        <message>
            <source>Other files, no pictures: {count}</source>
            <translation>그림이 아닌 다른 파일: {count}개</translation>
        </message>
        <message>
            <source>Partly transparent: {count}</source>
            <translation>투명한 부분이 있는 그림: {count}개</translation>
        </message>
        <message>
            <source>Pictures are read by the package Pillow, which this Python does not have. Train with an environment that has torchvision: it brings Pillow along.</source>
            <translation>그림은 Pillow 패키지가 읽는데 이 Python에는 없습니다. torchvision이 있는 가상환경으로 훈련하세요. Pillow가 함께 들어 있습니다.</translation>
        </message>
        <message>
            <source>Pictures can have a side from {least} to {most} pixels, not {side}.</source>
            <translation>그림의 한 변은 {least}픽셀에서 {most}픽셀까지입니다. {side}픽셀은 안 됩니다.</translation>
        </message>
        <message>
            <source>Pictures cannot be read here.</source>
            <translation>여기서는 그림을 읽을 수 없습니다.</translation>
        </message>
        <message>
            <source>Pictures that can be used are left in {count} of {all} classes; at least two are needed.</source>
            <translation>클래스 {all}개 가운데 쓸 수 있는 그림이 남은 클래스는 {count}개입니다. 적어도 두 개가 필요합니다.</translation>
        </message>
        <message>
            <source>The data cannot be kept.</source>
            <translation>데이터를 보관할 수 없습니다.</translation>
        </message>
        <message>
            <source>The data is written.</source>
            <translation>데이터를 쓰고 있습니다.</translation>
        </message>
        <message>
            <source>The files are listed.</source>
            <translation>파일 목록을 만들고 있습니다.</translation>
        </message>
        <message>
            <source>The pictures are looked at.</source>
            <translation>그림을 살펴보고 있습니다.</translation>
        </message>
        <message>
            <source>The pictures are made ready.</source>
            <translation>그림을 준비하고 있습니다.</translation>
        </message>
        <message>
            <source>The pictures change while they are read. Wait until nothing else uses them.</source>
            <translation>읽는 동안 그림이 바뀝니다. 다른 프로그램이 쓰지 않을 때까지 기다리세요.</translation>
        </message>
        <message>
            <source>The process that reads pictures does not start. Restart TorchGarden, or train with another environment.</source>
            <translation>그림을 읽는 프로세스가 시작되지 않습니다. TorchGarden을 다시 시작하거나 다른 가상환경으로 훈련하세요.</translation>
        </message>
        <message>
            <source>The same picture in two classes: {count}</source>
            <translation>두 클래스에 함께 들어 있는 그림: {count}개</translation>
        </message>
        <message>
            <source>There are more than {most:,} files in it. Choose a smaller folder, or one for each class.</source>
            <translation>파일이 {most:,}개보다 많습니다. 더 작은 폴더를 고르거나 나누어 쓰세요.</translation>
        </message>
        <message>
            <source>There are no pictures in it. Choose a folder with a folder for each class, with pictures in each.</source>
            <translation>그림이 없습니다. 클래스마다 폴더가 하나씩 있고 그 안에 그림이 든 폴더를 고르세요.</translation>
        </message>
        <message>
            <source>There are {count:,} folders with pictures, and each would be a class; {most:,} are possible. Choose a folder with a folder for each class.</source>
            <translation>그림이 든 폴더가 {count:,}개라 클래스도 그만큼이 되는데, {most:,}개까지 됩니다. 클래스마다 폴더가 하나씩 있는 폴더를 고르세요.</translation>
        </message>
        <message>
            <source>There is no way “{way}” to deal with “{kind}”.</source>
            <translation>‘{kind}’을(를) 다루는 방법 가운데 ‘{way}’은(는) 없습니다.</translation>
        </message>
        <message>
            <source>There is one class, “{name}”. At least two are needed: a folder for each class, with pictures in each.</source>
            <translation>클래스가 ‘{name}’ 하나뿐입니다. 적어도 두 개가 필요합니다. 클래스마다 폴더를 만들고 그림을 넣으세요.</translation>
        </message>
        <message>
            <source>This file cannot be opened.</source>
            <translation>이 파일을 열 수 없습니다.</translation>
        </message>
        <message>
            <source>This file is empty.</source>
            <translation>이 파일은 비어 있습니다.</translation>
        </message>
        <message>
            <source>This file is not a picture, or is damaged.</source>
            <translation>이 파일은 그림이 아니거나 손상되었습니다.</translation>
        </message>
        <message>
            <source>This picture is damaged: it ends too early.</source>
            <translation>이 그림은 손상되어 중간에 끊겼습니다.</translation>
        </message>
        <message>
            <source>This picture is too large to be read safely.</source>
            <translation>이 그림은 너무 커서 안전하게 읽을 수 없습니다.</translation>
        </message>
        <message>
            <source>Too large to be read safely: {count}</source>
            <translation>너무 커서 안전하게 읽을 수 없는 그림: {count}개</translation>
        </message>
        <message>
            <source>Took too long to read: {count}</source>
            <translation>읽는 데 너무 오래 걸린 그림: {count}개</translation>
        </message>
        <message>
            <source>Turned, by the camera's note (EXIF): {count}</source>
            <translation>카메라 기록(EXIF)에 따르면 돌아가 있는 그림: {count}개</translation>
        </message>
        <message>
            <source>Up to {most} copies of a picture can be made, shifted by up to 50 percent and turned by up to 180 degrees.</source>
            <translation>그림마다 사본을 {most}개까지 만들 수 있고, 50%까지 옮기고 180도까지 돌릴 수 있습니다.</translation>
        </message>
        <message>
            <source>convert to red, green and blue</source>
            <translation>빨강, 초록, 파랑으로 바꾸기</translation>
        </message>
        <message>
            <source>count them to the outer folder's class</source>
            <translation>바깥 폴더의 클래스로 세기</translation>
        </message>
        <message>
            <source>cut the longer side</source>
            <translation>긴 변을 잘라 내기</translation>
        </message>
        <message>
            <source>go by the content</source>
            <translation>내용에 따르기</translation>
        </message>
        <message>
            <source>hold out with the validation set</source>
            <translation>검증용으로 함께 떼어 두기</translation>
        </message>
        <message>
            <source>keep all of it, with a border</source>
            <translation>테두리를 더해 모두 남기기</translation>
        </message>
        <message>
            <source>keep them apart</source>
            <translation>따로 두기</translation>
        </message>
        <message>
            <source>keep together, for training only</source>
            <translation>함께 묶어 훈련에만 쓰기</translation>
        </message>
        <message>
            <source>lay on black</source>
            <translation>검은 바탕에 놓기</translation>
        </message>
        <message>
            <source>lay on white</source>
            <translation>흰 바탕에 놓기</translation>
        </message>
        <message>
            <source>leave out</source>
            <translation>쓰지 않기</translation>
        </message>
        <message>
            <source>make all coloured</source>
            <translation>모두 컬러로 만들기</translation>
        </message>
        <message>
            <source>make all grey</source>
            <translation>모두 흑백으로 만들기</translation>
        </message>
        <message>
            <source>make each folder a class</source>
            <translation>폴더마다 클래스로 만들기</translation>
        </message>
        <message>
            <source>read as well as possible</source>
            <translation>되는 만큼 읽기</translation>
        </message>
        <message>
            <source>scale to 8 bits</source>
            <translation>8비트로 줄이기</translation>
        </message>
        <message>
            <source>spell as everywhere else</source>
            <translation>보통 방식으로 적기</translation>
        </message>
        <message>
            <source>split all pictures by chance</source>
            <translation>모든 그림을 무작위로 나누기</translation>
        </message>
        <message>
            <source>stretch</source>
            <translation>늘이기</translation>
        </message>
        <message>
            <source>take the first frame</source>
            <translation>첫 장면만 쓰기</translation>
        </message>
        <message>
            <source>take them as one</source>
            <translation>하나로 합치기</translation>
        </message>
        <message>
            <source>turn upright</source>
            <translation>바로 세우기</translation>
        </message>
        <message>
            <source>use all, for training only</source>
            <translation>모두 훈련에만 쓰기</translation>
        </message>
        <message>
            <source>use anyway</source>
            <translation>그래도 쓰기</translation>
        </message>
        <message>
            <source>use each once</source>
            <translation>하나씩만 쓰기</translation>
        </message>
        <message>
            <source>use for training only</source>
            <translation>훈련에만 쓰기</translation>
        </message>
        <message>
            <source>use it for training only</source>
            <translation>그 그림을 훈련에만 쓰기</translation>
        </message>
        <message>
            <source>use one of each</source>
            <translation>그중 하나만 쓰기</translation>
        </message>
        <message>
            <source>use what is there</source>
            <translation>있는 부분만 쓰기</translation>
        </message>
        <message>
            <source>used</source>
            <translation>쓰임</translation>
        </message>
        <message>
            <source>{files:,} files: {used:,} used, {turned:,} turned, {left_out:,} left out</source>
            <translation>파일 {files:,}개 가운데 {used:,}개 사용, {turned:,}개 바로 세움, {left_out:,}개 제외</translation>
        </message>
        <message>
            <source>{name} is damaged, or is not a zip archive. Pack the folder again, or choose the folder itself.</source>
            <translation>{name}은(는) 손상되었거나 zip 압축 파일이 아닙니다. 폴더를 다시 압축하거나 폴더를 그대로 고르세요.</translation>
        </message>
        <message>
            <source>{name} is no folder of pictures. Choose a folder with a folder for each class, or a zip of it.</source>
            <translation>{name}은(는) 그림 폴더가 아닙니다. 클래스마다 폴더가 하나씩 있는 폴더나 그 zip 파일을 고르세요.</translation>
        </message>
        <message>
            <source>{samples:,} pictures of {side} × {side} pixels are more than can be learned here. Choose a smaller side, grey, or fewer copies.</source>
            <translation>{side} × {side}픽셀 그림 {samples:,}개는 여기서 배우기에 너무 많습니다. 더 작은 크기나 흑백을 고르거나 사본을 줄이세요.</translation>
        </message>
        <message>
            <source>The program that reads pictures ended at this file.</source>
            <translation>그림을 읽는 프로그램이 이 파일에서 끝났습니다.</translation>
        </message>
        <message>
            <source>This file is locked with a password.</source>
            <translation>이 파일은 암호로 잠겨 있습니다.</translation>
        </message>
        <message>
            <source>This picture took too long to read.</source>
            <translation>이 그림은 읽는 데 너무 오래 걸렸습니다.</translation>
        </message>
    </context>
</TS>
