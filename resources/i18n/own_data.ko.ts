<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>Add numpy to that environment, or train with another one.</source>
            <translation>그 환경에 numpy를 더하거나 다른 환경으로 훈련하세요.</translation>
        </message>
        <message>
            <source>All samples are of one class: there is nothing to tell apart.</source>
            <translation>모든 표본이 한 클래스입니다. 구별할 것이 없습니다.</translation>
        </message>
        <message>
            <source>Another TorchGarden is fetching {title} already.</source>
            <translation>다른 TorchGarden이 이미 {title}을(를) 내려받고 있습니다.</translation>
        </message>
        <message>
            <source>Check the network connection, or name a mirror or a folder where its files lie.</source>
            <translation>인터넷 연결을 확인하거나, 미러나 파일이 있는 폴더를 지정하세요.</translation>
        </message>
        <message>
            <source>The Python that trains has no numpy, so .npz files and Python files cannot be read.</source>
            <translation>훈련하는 파이썬에 numpy가 없어 .npz 파일과 파이썬 파일을 읽을 수 없습니다.</translation>
        </message>
        <message>
            <source>The array {name} holds Python objects, in which programs can hide: it is not read. Save plain numbers or texts.</source>
            <translation>배열 {name}에 파이썬 객체가 들어 있습니다. 그 안에 프로그램이 숨어 있을 수 있어 읽지 않습니다. 숫자나 글자만 저장하세요.</translation>
        </message>
        <message>
            <source>The array {name} is larger than four gigabytes.</source>
            <translation>배열 {name}이(가) 4GB보다 큽니다.</translation>
        </message>
        <message>
            <source>The array {name} is of the type {type}. Numbers or texts are needed.</source>
            <translation>배열 {name}의 형식은 {type}입니다. 숫자나 글자여야 합니다.</translation>
        </message>
        <message>
            <source>The files of {title} hold something else than was expected.</source>
            <translation>{title}의 파일에 예상과 다른 내용이 들어 있습니다.</translation>
        </message>
        <message>
            <source>The inputs are of the shape {shape}. (samples, numbers), (samples, height, width) and pictures with channels can be learned.</source>
            <translation>입력의 모양이 {shape}입니다. (표본, 숫자), (표본, 높이, 폭), 채널이 있는 그림을 배울 수 있습니다.</translation>
        </message>
        <message>
            <source>The inputs are so different in size that they cannot be scaled.</source>
            <translation>입력의 크기가 서로 너무 달라 스케일을 맞출 수 없습니다.</translation>
        </message>
        <message>
            <source>The inputs are texts. They must be numbers; a table can hold texts.</source>
            <translation>입력이 글자입니다. 숫자여야 합니다. 글자는 표에 담을 수 있습니다.</translation>
        </message>
        <message>
            <source>The targets are long texts, not names of classes.</source>
            <translation>정답이 클래스 이름이 아니라 긴 글입니다.</translation>
        </message>
        <message>
            <source>The targets are of the shape {shape}. One class or one number for each sample is needed.</source>
            <translation>정답의 모양이 {shape}입니다. 표본마다 클래스 하나나 숫자 하나가 있어야 합니다.</translation>
        </message>
        <message>
            <source>The targets are texts, which are classes: no number can be learned from them.</source>
            <translation>정답이 글자, 곧 클래스입니다. 숫자를 배울 수 없습니다.</translation>
        </message>
        <message>
            <source>There are too few samples: two are needed at least, one of them to validate on.</source>
            <translation>표본이 너무 적습니다. 검증에 쓸 하나를 포함해 둘 이상이 필요합니다.</translation>
        </message>
        <message>
            <source>There are {count} classes; {most} are possible.</source>
            <translation>클래스가 {count}개입니다. {most}개까지 가능합니다.</translation>
        </message>
        <message>
            <source>There is no array called {name}.</source>
            <translation>{name}(이)라는 배열이 없습니다.</translation>
        </message>
        <message>
            <source>There is no function data() in {name}.</source>
            <translation>{name}에 data() 함수가 없습니다.</translation>
        </message>
        <message>
            <source>There is no {name} in {folder}.</source>
            <translation>{folder}에 {name}이(가) 없습니다.</translation>
        </message>
        <message>
            <source>Two arrays are needed, inputs and targets of the same number of samples. There are: {names}.</source>
            <translation>표본 수가 같은 입력과 정답, 두 배열이 필요합니다. 있는 배열: {names}.</translation>
        </message>
        <message>
            <source>What data() in {name} returned as {which} is too large.</source>
            <translation>{name}의 data()가 {which}(으)로 돌려준 것이 너무 큽니다.</translation>
        </message>
        <message>
            <source>What data() in {name} returned could not be kept: the disk may be full.</source>
            <translation>{name}의 data()가 돌려준 것을 저장하지 못했습니다. 디스크가 가득 찼을 수 있습니다.</translation>
        </message>
        <message>
            <source>What has arrived is kept: ask for it again later, or name a mirror or a folder where its files lie.</source>
            <translation>받은 부분은 남아 있습니다. 나중에 다시 시도하거나, 미러나 파일이 있는 폴더를 지정하세요.</translation>
        </message>
        <message>
            <source>Checking {name}</source>
            <translation>{name} 확인 중</translation>
        </message>
        <message>
            <source>data() in {name} returned something of the type {type}. It must return two things: inputs and targets.</source>
            <translation>{name}의 data()가 {type} 형식을 돌려주었습니다. 입력과 정답, 두 가지를 돌려주어야 합니다.</translation>
        </message>
        <message>
            <source>Fetching {name}</source>
            <translation>{name} 내려받는 중</translation>
        </message>
        <message>
            <source>keep them</source>
            <translation>그대로 두기</translation>
        </message>
        <message>
            <source>leave them out</source>
            <translation>쓰지 않기</translation>
        </message>
        <message>
            <source>put the mean of all numbers there</source>
            <translation>모든 숫자의 평균 넣기</translation>
        </message>
        <message>
            <source>Reading {name}</source>
            <translation>{name} 읽는 중</translation>
        </message>
        <message>
            <source>Running {name}</source>
            <translation>{name} 실행 중</translation>
        </message>
        <message>
            <source>Writing {title}</source>
            <translation>{title} 쓰는 중</translation>
        </message>
        <message>
            <source>{count} classes have a single sample, which is trained on and cannot be validated</source>
            <translation>클래스 {count}개에 표본이 하나뿐입니다. 훈련에는 쓰지만 검증할 수는 없습니다</translation>
        </message>
        <message>
            <source>{count} samples have missing or infinite values</source>
            <translation>표본 {count}개에 빈 값이나 무한대가 있습니다</translation>
        </message>
        <message>
            <source>{count} samples have no target</source>
            <translation>표본 {count}개에 정답이 없습니다</translation>
        </message>
        <message>
            <source>{host} does not have {name}.</source>
            <translation>{host}에 {name}이(가) 없습니다.</translation>
        </message>
        <message>
            <source>{inputs} and {targets} are not of the same number of samples. There are: {names}.</source>
            <translation>{inputs}와(과) {targets}의 표본 수가 다릅니다. 있는 배열: {names}.</translation>
        </message>
        <message>
            <source>{name} could not be kept.</source>
            <translation>{name}을(를) 저장하지 못했습니다.</translation>
        </message>
        <message>
            <source>{name} could not be run.</source>
            <translation>{name}을(를) 실행하지 못했습니다.</translation>
        </message>
        <message>
            <source>{name} ended the program instead of returning data.</source>
            <translation>{name}이(가) 데이터를 돌려주지 않고 프로그램을 끝냈습니다.</translation>
        </message>
        <message>
            <source>{name} ended without returning data.</source>
            <translation>{name}이(가) 데이터를 돌려주지 않고 끝났습니다.</translation>
        </message>
        <message>
            <source>{name} from {host} is not the file that was published: its checksum is another one. Nothing of it was used.</source>
            <translation>{host}에서 받은 {name}은(는) 공개된 파일이 아닙니다. 검사합이 다릅니다. 아무것도 쓰지 않았습니다.</translation>
        </message>
        <message>
            <source>{name} has changed since you were shown it. Look at it again.</source>
            <translation>{name}이(가) 보여 드린 뒤에 바뀌었습니다. 다시 살펴보세요.</translation>
        </message>
        <message>
            <source>{name} in {folder} is not the file that was published: its checksum is another one. Nothing of it was used.</source>
            <translation>{folder}에 있는 {name}은(는) 공개된 파일이 아닙니다. 검사합이 다릅니다. 아무것도 쓰지 않았습니다.</translation>
        </message>
        <message>
            <source>{name} needed more than {gigabytes:.1f} GB of memory and was stopped.</source>
            <translation>{name}이(가) 메모리를 {gigabytes:.1f}GB 넘게 써서 멈췄습니다.</translation>
        </message>
        <message>
            <source>{name} took longer than {seconds} seconds and was stopped.</source>
            <translation>{name}이(가) {seconds}초 넘게 걸려 멈췄습니다.</translation>
        </message>
        <message>
            <source>{path} cannot be read.</source>
            <translation>{path}을(를) 읽을 수 없습니다.</translation>
        </message>
        <message>
            <source>{name} has changed while it was read. Wait until nothing else writes it.</source>
            <translation>{name}이(가) 읽는 동안 바뀌었습니다. 다른 프로그램이 다 쓸 때까지 기다리세요.</translation>
        </message>
        <message>
            <source>{path} is damaged, or no .npz file.</source>
            <translation>{path}이(가) 손상되었거나 .npz 파일이 아닙니다.</translation>
        </message>
        <message>
            <source>{path} is no Python file: its letters cannot be read.</source>
            <translation>{path}은(는) 파이썬 파일이 아닙니다. 글자를 읽을 수 없습니다.</translation>
        </message>
        <message>
            <source>{path} unpacks to far more than data would. It was not opened.</source>
            <translation>{path}은(는) 풀면 데이터라 하기에 지나치게 커집니다. 열지 않았습니다.</translation>
        </message>
        <message>
            <source>{samples} samples of {size} numbers are more than can be learned here.</source>
            <translation>숫자 {size}개짜리 표본 {samples}개는 여기서 배울 수 있는 것보다 많습니다.</translation>
        </message>
        <message>
            <source>“{address}” is no address that can be asked.</source>
            <translation>“{address}”은(는) 접속할 수 있는 주소가 아닙니다.</translation>
        </message>
        <message>
            <source>A program can do whatever you can do on this computer: read, change and delete files, use the network. Run it only if you have written it or know who has.</source>
            <translation>프로그램은 이 컴퓨터에서 사용자가 할 수 있는 일을 모두 할 수 있습니다. 파일을 읽고 바꾸고 삭제하며 인터넷도 씁니다. 직접 썼거나 누가 썼는지 아는 파일만 실행하세요.</translation>
        </message>
        <message>
            <source>Altered copies of each</source>
            <translation>장마다 변형한 사본</translation>
        </message>
        <message>
            <source>Altered copies, light and dark</source>
            <translation>변형한 사본, 밝기 뒤바꾸기</translation>
        </message>
        <message>
            <source>As the network will see them</source>
            <translation>신경망이 보게 될 모습</translation>
        </message>
        <message>
            <source>Between columns</source>
            <translation>열 구분 문자</translation>
        </message>
        <message>
            <source>Black</source>
            <translation>검정</translation>
        </message>
        <message>
            <source>Border and background</source>
            <translation>테두리와 배경</translation>
        </message>
        <message>
            <source>Choose a column</source>
            <translation>열을 고르세요</translation>
        </message>
        <message>
            <source>Choose a folder with the files</source>
            <translation>파일이 있는 폴더 고르기</translation>
        </message>
        <message>
            <source>Choose …</source>
            <translation>고르기…</translation>
        </message>
        <message>
            <source>Classes of different size</source>
            <translation>클래스별 개수가 다를 때</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>색</translation>
        </message>
        <message>
            <source>Comma</source>
            <translation>쉼표</translation>
        </message>
        <message>
            <source>Cut off the longer side</source>
            <translation>긴 쪽을 잘라내기</translation>
        </message>
        <message>
            <source>Decimal sign</source>
            <translation>소수점</translation>
        </message>
        <message>
            <source>Delete {title}</source>
            <translation>{title} 삭제</translation>
        </message>
        <message>
            <source>Delete {title}?</source>
            <translation>{title}을(를) 삭제할까요?</translation>
        </message>
        <message>
            <source>Download from another address</source>
            <translation>다른 주소에서 내려받기</translation>
        </message>
        <message>
            <source>Download {title}</source>
            <translation>{title} 내려받기</translation>
        </message>
        <message>
            <source>Downloading {title} …</source>
            <translation>{title}을(를) 내려받는 중…</translation>
        </message>
        <message>
            <source>Drop it to look at {name} as data. Nothing is changed before you say so.</source>
            <translation>여기에 놓으면 {name}을(를) 데이터로 살펴봅니다. 허락하기 전에는 아무것도 바뀌지 않습니다.</translation>
        </message>
        <message>
            <source>Drop one folder or one file: the data of one training.</source>
            <translation>훈련 하나의 데이터인 폴더 하나나 파일 하나를 놓으세요.</translation>
        </message>
        <message>
            <source>Encoding</source>
            <translation>글자 인코딩</translation>
        </message>
        <message>
            <source>Examples: {names}</source>
            <translation>보기: {names}</translation>
        </message>
        <message>
            <source>File with data</source>
            <translation>데이터가 든 파일</translation>
        </message>
        <message>
            <source>File …</source>
            <translation>파일…</translation>
        </message>
        <message>
            <source>First rows of the table</source>
            <translation>표의 첫 행들</translation>
        </message>
        <message>
            <source>Folder of pictures</source>
            <translation>그림 폴더</translation>
        </message>
        <message>
            <source>Folder of pictures …</source>
            <translation>그림 폴더…</translation>
        </message>
        <message>
            <source>Folder with the files</source>
            <translation>파일이 있는 폴더</translation>
        </message>
        <message>
            <source>Folder with the files, without the internet</source>
            <translation>인터넷 없이 쓸 파일이 있는 폴더</translation>
        </message>
        <message>
            <source>Grey</source>
            <translation>회색조</translation>
        </message>
        <message>
            <source>Held out for validation</source>
            <translation>검증용으로 남길 비율</translation>
        </message>
        <message>
            <source>How far it is</source>
            <translation>진행 정도</translation>
        </message>
        <message>
            <source>How many pictures there are of each class</source>
            <translation>클래스마다 그림이 몇 장 있는지</translation>
        </message>
        <message>
            <source>How the file is read</source>
            <translation>파일을 읽는 방법</translation>
        </message>
        <message>
            <source>In colour</source>
            <translation>컬러</translation>
        </message>
        <message>
            <source>Inputs</source>
            <translation>입력</translation>
        </message>
        <message>
            <source>It cannot be undone. Saved trainings on it stay, but they cannot be trained on until it is prepared again from the same files.</source>
            <translation>되돌릴 수 없습니다. 이 데이터로 한 훈련 기록은 남지만, 같은 파일로 다시 준비하기 전에는 이어서 훈련할 수 없습니다.</translation>
        </message>
        <message>
            <source>It is</source>
            <translation>예측할 것은</translation>
        </message>
        <message>
            <source>It is run with {python}.</source>
            <translation>{python}(으)로 실행합니다.</translation>
        </message>
        <message>
            <source>Its name from now on</source>
            <translation>앞으로 쓸 이름</translation>
        </message>
        <message>
            <source>Keep all, with a border</source>
            <translation>테두리를 더해 전부 남기기</translation>
        </message>
        <message>
            <source>Known sets</source>
            <translation>알려진 데이터</translation>
        </message>
        <message>
            <source>Korean (CP949)</source>
            <translation>한국어(CP949)</translation>
        </message>
        <message>
            <source>Leave out of the larger ones</source>
            <translation>많은 쪽에서 덜어 내기</translation>
        </message>
        <message>
            <source>Leave them as they are</source>
            <translation>그대로 두기</translation>
        </message>
        <message>
            <source>Looking at {name} …</source>
            <translation>{name}을(를) 살펴보는 중…</translation>
        </message>
        <message>
            <source>Making it ready …</source>
            <translation>데이터를 준비하는 중…</translation>
        </message>
        <message>
            <source>Mirrored</source>
            <translation>좌우 뒤집기</translation>
        </message>
        <message>
            <source>Mirrored, moved or turned copies of training pictures help where there are few. Leave mirroring off where it makes another thing of a picture, as of letters and digits.</source>
            <translation>그림이 적을 때는 훈련 그림을 뒤집거나 옮기거나 돌린 사본이 도움이 됩니다. 글자나 숫자처럼 뒤집으면 다른 것이 되는 그림은 뒤집지 마세요.</translation>
        </message>
        <message>
            <source>Moved by up to</source>
            <translation>옮기는 최대 거리</translation>
        </message>
        <message>
            <source>My own data: {name}</source>
            <translation>내 데이터: {name}</translation>
        </message>
        <message>
            <source>None is known here.</source>
            <translation>여기서 아는 데이터가 없습니다.</translation>
        </message>
        <message>
            <source>Not used</source>
            <translation>쓰지 않음</translation>
        </message>
        <message>
            <source>Nothing is odd.</source>
            <translation>특이한 점이 없습니다.</translation>
        </message>
        <message>
            <source>Nothing yet.</source>
            <translation>아직 없습니다.</translation>
        </message>
        <message>
            <source>On this computer</source>
            <translation>이 컴퓨터에 있는 데이터</translation>
        </message>
        <message>
            <source>Other shapes</source>
            <translation>모양이 다른 그림</translation>
        </message>
        <message>
            <source>Paste a table</source>
            <translation>표 붙여 넣기</translation>
        </message>
        <message>
            <source>Pictures in folders, a folder for each class, a table, arrays or a Python file. You can also drop them anywhere onto the window. Nothing leaves this computer.</source>
            <translation>클래스마다 폴더 하나에 담은 그림, 표, 배열, Python 파일을 쓸 수 있습니다. 창 아무 데나 끌어다 놓아도 됩니다. 데이터는 이 컴퓨터를 떠나지 않습니다.</translation>
        </message>
        <message>
            <source>Point</source>
            <translation>점</translation>
        </message>
        <message>
            <source>Read it as {encoding}</source>
            <translation>{encoding}(으)로 읽기</translation>
        </message>
        <message>
            <source>Repeat the smaller ones</source>
            <translation>적은 쪽을 되풀이하기</translation>
        </message>
        <message>
            <source>Rows with column names</source>
            <translation>열 이름이 있는 행</translation>
        </message>
        <message>
            <source>Run it</source>
            <translation>실행</translation>
        </message>
        <message>
            <source>Sample tables</source>
            <translation>보기 표</translation>
        </message>
        <message>
            <source>Samples as the network will see them</source>
            <translation>신경망이 보게 될 표본</translation>
        </message>
        <message>
            <source>Semicolon</source>
            <translation>세미콜론</translation>
        </message>
        <message>
            <source>Several files were dropped. Put them into one folder, a folder in it for each class, and drop that.</source>
            <translation>파일을 여러 개 놓았습니다. 폴더 하나에 클래스마다 폴더를 만들어 담고 그 폴더를 놓으세요.</translation>
        </message>
        <message>
            <source>Sheet of the workbook</source>
            <translation>통합 문서의 시트</translation>
        </message>
        <message>
            <source>Stop downloading</source>
            <translation>내려받기 멈추기</translation>
        </message>
        <message>
            <source>Stretch</source>
            <translation>늘려서 맞추기</translation>
        </message>
        <message>
            <source>Swap light and dark</source>
            <translation>밝기 뒤바꾸기</translation>
        </message>
        <message>
            <source>Tab</source>
            <translation>탭</translation>
        </message>
        <message>
            <source>Table from the clipboard</source>
            <translation>클립보드의 표</translation>
        </message>
        <message>
            <source>Taken as</source>
            <translation>종류</translation>
        </message>
        <message>
            <source>The arrow keys left and right go from column to column.</source>
            <translation>왼쪽, 오른쪽 화살표 키로 열을 옮겨 다닙니다.</translation>
        </message>
        <message>
            <source>The text of the file</source>
            <translation>파일의 내용</translation>
        </message>
        <message>
            <source>There is no table in the clipboard. Select the cells with their names, copy them, and try again.</source>
            <translation>클립보드에 표가 없습니다. 이름이 있는 행까지 셀을 선택해 복사한 뒤 다시 시도하세요.</translation>
        </message>
        <message>
            <source>To be predicted</source>
            <translation>예측할 것</translation>
        </message>
        <message>
            <source>Train on it</source>
            <translation>이것으로 훈련</translation>
        </message>
        <message>
            <source>Train on {title}</source>
            <translation>{title}(으)로 훈련</translation>
        </message>
        <message>
            <source>Turned by up to</source>
            <translation>돌리는 최대 각도</translation>
        </message>
        <message>
            <source>UTF-8 with BOM</source>
            <translation>UTF-8(BOM 있음)</translation>
        </message>
        <message>
            <source>Used as</source>
            <translation>쓰임새</translation>
        </message>
        <message>
            <source>Western European (CP1252)</source>
            <translation>서유럽어(CP1252)</translation>
        </message>
        <message>
            <source>What is done with them</source>
            <translation>어떻게 할지</translation>
        </message>
        <message>
            <source>What was odd, and what is done with it</source>
            <translation>특이한 점과 처리 방법</translation>
        </message>
        <message>
            <source>Where known sets come from</source>
            <translation>알려진 데이터를 가져오는 곳</translation>
        </message>
        <message>
            <source>White</source>
            <translation>흰색</translation>
        </message>
        <message>
            <source>Zip, CSV, TSV, Excel workbook, .npz or .py</source>
            <translation>Zip, CSV, TSV, Excel 통합 문서, .npz 또는 .py</translation>
        </message>
        <message>
            <source>a category</source>
            <translation>범주</translation>
        </message>
        <message>
            <source>a class</source>
            <translation>클래스</translation>
        </message>
        <message>
            <source>a number</source>
            <translation>숫자</translation>
        </message>
        <message>
            <source>a number is predicted</source>
            <translation>숫자를 예측</translation>
        </message>
        <message>
            <source>arrays</source>
            <translation>배열</translation>
        </message>
        <message>
            <source>category</source>
            <translation>범주</translation>
        </message>
        <message>
            <source>from a Python file</source>
            <translation>Python 파일에서</translation>
        </message>
        <message>
            <source>known set</source>
            <translation>알려진 데이터</translation>
        </message>
        <message>
            <source>not used</source>
            <translation>쓰지 않음</translation>
        </message>
        <message>
            <source>number</source>
            <translation>숫자</translation>
        </message>
        <message>
            <source>on this computer</source>
            <translation>이 컴퓨터에 있음</translation>
        </message>
        <message>
            <source>pictures</source>
            <translation>그림</translation>
        </message>
        <message>
            <source>predicted</source>
            <translation>예측할 것</translation>
        </message>
        <message>
            <source>table</source>
            <translation>표</translation>
        </message>
        <message>
            <source>{files:,} pictures, {used:,} of them used, in {classes:,} classes; made ready they take {size}.</source>
            <translation>그림 {files:,}장 중 {used:,}장을 클래스 {classes:,}개로 나누어 씁니다. 준비하면 {size}입니다.</translation>
        </message>
        <message>
            <source>{n:,} cells are empty.</source>
            <translation>빈칸이 {n:,}개 있습니다.</translation>
        </message>
        <message>
            <source>{n:,} classes</source>
            <translation>클래스 {n:,}개</translation>
        </message>
        <message>
            <source>{n:,} classes: {names}</source>
            <translation>클래스 {n:,}개: {names}</translation>
        </message>
        <message>
            <source>{n:,} different values.</source>
            <translation>서로 다른 값이 {n:,}개입니다.</translation>
        </message>
        <message>
            <source>{n:,} samples</source>
            <translation>표본 {n:,}개</translation>
        </message>
        <message>
            <source>{n:,} samples of {shape} numbers.</source>
            <translation>표본 {n:,}개, 표본마다 숫자 {shape}개.</translation>
        </message>
        <message>
            <source>{name} is a Python program. Shall it be run? What its data() returns becomes the data.</source>
            <translation>{name}은(는) Python 프로그램입니다. 실행할까요? data()가 돌려주는 것이 데이터가 됩니다.</translation>
        </message>
        <message>
            <source>{rows:,} rows, {columns:,} columns, {inputs:,} of them inputs.</source>
            <translation>행 {rows:,}개, 열 {columns:,}개, 그중 입력이 {inputs:,}개입니다.</translation>
        </message>
        <message>
            <source>Drop it to ask the network about {name}.</source>
            <translation>여기에 놓으면 신경망에 {name}을(를) 물어봅니다.</translation>
        </message>
        <message>
            <source>This data is not made of pictures.</source>
            <translation>이 데이터는 그림으로 만든 것이 아닙니다.</translation>
        </message>
        <message>
            <source>Line {line} of {name}: {words}</source>
            <translation>{name}의 {line}번째 줄: {words}</translation>
        </message>
        <message>
            <source>What data() in {name} returned as {which} is no array of numbers: {words}</source>
            <translation>{name}의 data()가 {which}(으)로 돌려준 것은 숫자 배열이 아닙니다: {words}</translation>
        </message>
        <message>
            <source>{name} did not work: {words}</source>
            <translation>{name}에서 오류가 났습니다: {words}</translation>
        </message>
        <message>
            <source>Iris</source>
            <translation>붓꽃</translation>
        </message>
        <message>
            <source>Palmer penguins</source>
            <translation>파머 펭귄</translation>
        </message>
        <message>
            <source>Wine</source>
            <translation>와인</translation>
        </message>
        <message>
            <source>for non-commercial use only</source>
            <translation>비상업적 용도로만</translation>
        </message>
        <message>
            <source>not stated by its author</source>
            <translation>만든 이가 밝히지 않음</translation>
        </message>
        <message>
            <source>not stated by its authors</source>
            <translation>만든 이들이 밝히지 않음</translation>
        </message>
        <message>
            <source>Reading the picture</source>
            <translation>그림 읽는 중</translation>
        </message>
        <message>
            <source>The targets are so different in size that they cannot be scaled.</source>
            <translation>정답의 크기가 서로 너무 달라 스케일을 맞출 수 없습니다.</translation>
        </message>
        <message>
            <source>the target of every sample is {value:.6g}: there is nothing to tell apart</source>
            <translation>모든 표본의 정답이 {value:.6g}입니다. 구별할 것이 없습니다</translation>
        </message>
        <message>
            <source>Made like the data: scaled into a 24×24 box in the middle of 28×28 pixels.</source>
            <translation>데이터와 같은 방식: 24×24 상자에 맞추어 28×28 픽셀의 한가운데에 놓습니다.</translation>
        </message>
    </context>
</TS>
