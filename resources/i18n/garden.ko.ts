<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>A branch of it was damaged and is left out. The others are whole.</source>
            <translation>갈래 하나가 손상되어 뺐습니다. 나머지는 온전합니다.</translation>
        </message>
        <message>
            <source>A row is typed as --row NAME=VALUE NAME=VALUE, not {words}.</source>
            <translation>행은 --row 이름=값 이름=값 꼴로 입력합니다. {words}은(는) 맞지 않습니다.</translation>
        </message>
        <message>
            <source>Borders, steps and pooling of the convolutions were chosen so that the shapes fit.</source>
            <translation>합성곱층의 패딩과 보폭, 풀링은 모양이 서로 맞도록 골랐습니다.</translation>
        </message>
        <message>
            <source>Fetch “{title}” first, then open the file again.</source>
            <translation>먼저 ‘{title}’ 데이터를 내려받은 다음 파일을 다시 여세요.</translation>
        </message>
        <message>
            <source>It has more cells than are read.</source>
            <translation>읽을 수 있는 것보다 칸이 많습니다.</translation>
        </message>
        <message>
            <source>It has none of the columns that the network was trained on: {names}.</source>
            <translation>신경망이 배운 열이 하나도 없습니다: {names}.</translation>
        </message>
        <message>
            <source>It has {count} numbers, and the network takes {wanted}.</source>
            <translation>숫자가 {count}개인데 신경망은 {wanted}개를 받습니다.</translation>
        </message>
        <message>
            <source>It is damaged, or something else than its name says.</source>
            <translation>손상되었거나, 이름과 다른 파일입니다.</translation>
        </message>
        <message>
            <source>It is empty.</source>
            <translation>비어 있습니다.</translation>
        </message>
        <message>
            <source>It is not there.</source>
            <translation>없습니다.</translation>
        </message>
        <message>
            <source>It was made from {source}.</source>
            <translation>{source}에서 만든 데이터입니다.</translation>
        </message>
        <message>
            <source>Layers that were fading out or unfolding are taken as they will be then.</source>
            <translation>서서히 제거되거나 활성화되던 층은 그 일이 끝난 모습으로 가져왔습니다.</translation>
        </message>
        <message>
            <source>Name a picture, a folder, a table or an .npz file, or type a row: --row NAME=VALUE.</source>
            <translation>그림이나 폴더, 표, .npz 파일을 지정하거나 --row 이름=값으로 행을 입력하세요.</translation>
        </message>
        <message>
            <source>No array in it has samples of {wanted}. There is: {there}.</source>
            <translation>표본이 {wanted}인 배열이 없습니다. 들어 있는 것: {there}.</translation>
        </message>
        <message>
            <source>No layer of {name} is known here.</source>
            <translation>{name}에는 여기서 아는 층이 없습니다.</translation>
        </message>
        <message>
            <source>One of its numbers is none.</source>
            <translation>숫자 가운데 숫자가 아닌 것이 있습니다.</translation>
        </message>
        <message>
            <source>Or it is damaged.</source>
            <translation>손상된 파일일 수도 있습니다.</translation>
        </message>
        <message>
            <source>Pictures cannot be read here: the package Pillow is missing in this environment.</source>
            <translation>여기서는 그림을 읽을 수 없습니다. 이 가상환경에 Pillow 패키지가 없습니다.</translation>
        </message>
        <message>
            <source>Prepare it from the same files in the same way, then open the file again.</source>
            <translation>같은 파일로 똑같이 준비한 다음 파일을 다시 여세요.</translation>
        </message>
        <message>
            <source>Something in it is not what it should be.</source>
            <translation>안에 든 것 가운데 올바르지 않은 것이 있습니다.</translation>
        </message>
        <message>
            <source>Taken: {layers}.</source>
            <translation>가져온 층: {layers}.</translation>
        </message>
        <message>
            <source>The data “{title}” is not in the file. Whoever opens it needs the same data, prepared in the same way.</source>
            <translation>‘{title}’ 데이터는 파일에 없습니다. 파일을 여는 사람에게 똑같이 준비한 같은 데이터가 있어야 합니다.</translation>
        </message>
        <message>
            <source>The file does not say what its network was trained on. Choose the data to train it on.</source>
            <translation>이 신경망이 무엇으로 훈련했는지 파일에 나와 있지 않습니다. 훈련할 데이터를 고르세요.</translation>
        </message>
        <message>
            <source>The file does not say what stands between the layers: {activation} was assumed, but where one layer follows another directly.</source>
            <translation>층 사이에 무엇이 있는지 파일에 나와 있지 않습니다. 다음 층으로 바로 이어지는 곳이 아니면 {activation}이(가) 있다고 보았습니다.</translation>
        </message>
        <message>
            <source>The file has a name in it that cannot be.</source>
            <translation>파일 안에 있을 수 없는 이름이 있습니다.</translation>
        </message>
        <message>
            <source>The file has something in it twice.</source>
            <translation>파일 안에 같은 것이 두 번 들어 있습니다.</translation>
        </message>
        <message>
            <source>The file holds something else than ordinary files.</source>
            <translation>보통 파일이 아닌 것이 들어 있습니다.</translation>
        </message>
        <message>
            <source>The file is damaged, or not whole.</source>
            <translation>파일이 손상되었거나 온전하지 않습니다.</translation>
        </message>
        <message>
            <source>The file is empty.</source>
            <translation>파일이 비어 있습니다.</translation>
        </message>
        <message>
            <source>The file says that it holds more than it can.</source>
            <translation>담을 수 있는 것보다 많이 담았다고 하는 파일입니다.</translation>
        </message>
        <message>
            <source>The layers of {name} do not fit each other and the data “{data}”: {layers}.</source>
            <translation>{name}의 층은 서로, 그리고 ‘{data}’ 데이터와 맞지 않습니다: {layers}.</translation>
        </message>
        <message>
            <source>The network takes {inputs} numbers and gives {outputs}; the data “{name}” has {wanted} and needs {wanted_out}.</source>
            <translation>이 신경망은 숫자 {inputs}개를 받아 {outputs}개를 냅니다. ‘{name}’ 데이터는 {wanted}개이고 {wanted_out}개가 나와야 합니다.</translation>
        </message>
        <message>
            <source>The plan in {name} is no network.</source>
            <translation>{name}에 적힌 구조는 신경망이 아닙니다.</translation>
        </message>
        <message>
            <source>The tensor {tensor} of {name} holds no plain numbers.</source>
            <translation>{name}의 텐서 {tensor}에는 보통 숫자가 들어 있지 않습니다.</translation>
        </message>
        <message>
            <source>The tensor {tensor} of {name} has a value that is not a number.</source>
            <translation>{name}의 텐서 {tensor}에 숫자가 아닌 값이 있습니다.</translation>
        </message>
        <message>
            <source>The tensor {tensor} of {name} is missing or does not fit the plan.</source>
            <translation>{name}의 텐서 {tensor}이(가) 없거나 구조와 맞지 않습니다.</translation>
        </message>
        <message>
            <source>The training cannot be saved in {folder}.</source>
            <translation>{folder}에 훈련을 저장할 수 없습니다.</translation>
        </message>
        <message>
            <source>There is no data called “{name}” here.</source>
            <translation>‘{name}’(이)라는 데이터가 여기에 없습니다.</translation>
        </message>
        <message>
            <source>There is not enough room on the disk for {name}.</source>
            <translation>디스크에 {name}을(를) 담을 자리가 모자랍니다.</translation>
        </message>
        <message>
            <source>There is nothing in this folder that the network could predict.</source>
            <translation>이 폴더에는 신경망이 예측할 수 있는 것이 없습니다.</translation>
        </message>
        <message>
            <source>There is nothing to predict.</source>
            <translation>예측할 것이 없습니다.</translation>
        </message>
        <message>
            <source>This TorchGarden cannot write “{form}”.</source>
            <translation>이 TorchGarden은 ‘{form}’ 형식으로 쓸 수 없습니다.</translation>
        </message>
        <message>
            <source>This file was written by a newer TorchGarden. Open it with that one.</source>
            <translation>더 새로운 TorchGarden이 쓴 파일입니다. 그 버전으로 여세요.</translation>
        </message>
        <message>
            <source>This network takes pictures, no row of numbers.</source>
            <translation>이 신경망은 숫자로 된 행이 아니라 그림을 받습니다.</translation>
        </message>
        <message>
            <source>This network takes rows of numbers, and this is a picture.</source>
            <translation>이 신경망은 숫자로 된 행을 받는데, 이것은 그림입니다.</translation>
        </message>
        <message>
            <source>{name} cannot be opened: it is no whole .garden file.</source>
            <translation>{name}을(를) 열 수 없습니다. 온전한 .garden 파일이 아닙니다.</translation>
        </message>
        <message>
            <source>{name} cannot be read.</source>
            <translation>{name}을(를) 읽을 수 없습니다.</translation>
        </message>
        <message>
            <source>{name} cannot be trained here.</source>
            <translation>{name}은(는) 여기서 훈련할 수 없습니다.</translation>
        </message>
        <message>
            <source>{name} has no data in it, and its data “{title}” is not on this computer.</source>
            <translation>{name}에는 데이터가 들어 있지 않고, ‘{title}’ 데이터가 이 컴퓨터에 없습니다.</translation>
        </message>
        <message>
            <source>{name} holds more than weights, and nothing else is read here. Save its state_dict: torch.save(model.state_dict(), “weights.pt”).</source>
            <translation>{name}에는 가중치가 아닌 것도 들어 있는데, 여기서는 가중치만 읽습니다. state_dict를 저장하세요: torch.save(model.state_dict(), ‘weights.pt’).</translation>
        </message>
        <message>
            <source>{name} holds no state_dict.</source>
            <translation>{name}에 state_dict가 없습니다.</translation>
        </message>
        <message>
            <source>{name} is a TorchScript program, and no programs are read here. Save its state_dict instead.</source>
            <translation>{name}은(는) TorchScript 프로그램인데, 여기서는 프로그램을 읽지 않습니다. 대신 state_dict를 저장하세요.</translation>
        </message>
        <message>
            <source>{name} is no file with a network that is known here.</source>
            <translation>{name}은(는) 여기서 아는 신경망 파일이 아닙니다.</translation>
        </message>
        <message>
            <source>{name} is no plan of a network.</source>
            <translation>{name}은(는) 신경망의 구조를 적은 파일이 아닙니다.</translation>
        </message>
        <message>
            <source>{name} is not in the plan and was left out.</source>
            <translation>{name}은(는) 구조에 없어서 뺐습니다.</translation>
        </message>
        <message>
            <source>{name} is too large for a network here.</source>
            <translation>{name}은(는) 여기서 쓰기에 너무 큽니다.</translation>
        </message>
        <message>
            <source>{name} lacks columns, which count as missing: {names}.</source>
            <translation>{name}에 없는 열은 빈칸으로 보았습니다: {names}.</translation>
        </message>
        <message>
            <source>The network predicts no finite number: something in this sample is far too large.</source>
            <translation>신경망의 예측이 유한한 수가 아닙니다. 이 표본에 지나치게 큰 값이 있습니다.</translation>
        </message>
        <message>
            <source>The row lacks columns, which count as missing: {names}.</source>
            <translation>행에 없는 열은 빈칸으로 보았습니다: {names}.</translation>
        </message>
        <message>
            <source>{name} was not opened.</source>
            <translation>{name}을(를) 열지 못했습니다.</translation>
        </message>
        <message>
            <source>{name} was saved by an old PyTorch as a pickle, which can run code. Save it again with torch.save of a newer one, or as .safetensors.</source>
            <translation>{name}은(는) 옛 PyTorch가 피클로 저장한 파일이라 코드를 실행할 수 있습니다. 새 PyTorch의 torch.save로 다시 저장하거나 .safetensors로 저장하세요.</translation>
        </message>
        <message>
            <source>{name}: a batch normalisation that follows no layer of its width is not taken.</source>
            <translation>{name}: 유닛 수가 같은 층 바로 뒤에 있지 않은 배치 정규화는 가져오지 않았습니다.</translation>
        </message>
        <message>
            <source>{name}: a layer of a kind that is not known here is not taken ({shapes}).</source>
            <translation>{name}: 여기서 모르는 종류의 층이라 가져오지 않았습니다({shapes}).</translation>
        </message>
        <message>
            <source>{name}: rows at the end with a total of those above, left out: {count:,}.</source>
            <translation>{name}: 맨 끝에 있는 합계 행을 뺐습니다: {count:,}개.</translation>
        </message>
        <message>
            <source>{name}: this batch normalisation stood behind an activation; here it stands before it, so the network gives something else until it is trained.</source>
            <translation>{name}: 활성화 함수 뒤에 있던 배치 정규화가 여기서는 앞에 놓입니다. 그래서 더 훈련하기 전까지는 다른 값이 나옵니다.</translation>
        </message>
        <message>
            <source>{path} cannot be written.</source>
            <translation>{path}에 쓸 수 없습니다.</translation>
        </message>
        <message>
            <source>{path} is there already. Say --to FILE to replace it, or another one.</source>
            <translation>{path}이(가) 이미 있습니다. 바꿔 쓰려면 --to 파일로 지정하거나 다른 파일을 지정하세요.</translation>
        </message>
        <message>
            <source>“{cell}” is not a number.</source>
            <translation>‘{cell}’은(는) 숫자가 아닙니다.</translation>
        </message>
        <message>
            <source>“{name}” of the file was left out.</source>
            <translation>파일에 있던 ‘{name}’은(는) 뺐습니다.</translation>
        </message>
        <message>
            <source>{file} is a training in one file. A window that trains can open it.</source>
            <translation>{file}은(는) 훈련을 담은 파일입니다. 훈련할 수 있는 창에서 열 수 있습니다.</translation>
        </message>
        <message>
            <source>No drawing stands out on it.</source>
            <translation>눈에 띄는 획이 없습니다.</translation>
        </message>
        <message>
            <source>Of pictures that are not {side}×{side} pixels the strokes were cut out.</source>
            <translation>{side}×{side} 픽셀이 아닌 그림에서는 획만 오려 냈습니다.</translation>
        </message>
    </context>
</TS>
