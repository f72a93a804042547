<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>1 answer</source>
            <translation>예측 1개</translation>
        </message>
        <message>
            <source>1 could not be read</source>
            <translation>1개는 읽을 수 없음</translation>
        </message>
        <message>
            <source>A folder with the curves, which TensorBoard opens.</source>
            <translation>TensorBoard로 여는 곡선 폴더입니다.</translation>
        </message>
        <message>
            <source>A saved training, {size}, from {folder}.</source>
            <translation>저장된 훈련, {size}, 위치: {folder}.</translation>
        </message>
        <message>
            <source>A state_dict that torch.load reads with weights_only=True.</source>
            <translation>torch.load가 weights_only=True로 읽는 state_dict입니다.</translation>
        </message>
        <message>
            <source>All files</source>
            <translation>모든 파일</translation>
        </message>
        <message>
            <source>Another form</source>
            <translation>다른 형식</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>예측</translation>
        </message>
        <message>
            <source>Ask for the same again, in another process</source>
            <translation>다른 프로세스에서 같은 것을 다시 시도합니다</translation>
        </message>
        <message>
            <source>Ask the network about what is typed here</source>
            <translation>여기에 입력한 값으로 예측합니다</translation>
        </message>
        <message>
            <source>Choose a folder</source>
            <translation>폴더 선택</translation>
        </message>
        <message>
            <source>Choose a folder …</source>
            <translation>폴더 선택 …</translation>
        </message>
        <message>
            <source>Choose files</source>
            <translation>파일 선택</translation>
        </message>
        <message>
            <source>Choose files …</source>
            <translation>파일 선택 …</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>복사됨</translation>
        </message>
        <message>
            <source>Drop a file with arrays (.npz) here, or click to choose.</source>
            <translation>배열 파일(.npz)을 여기에 놓거나, 클릭해서 고르세요.</translation>
        </message>
        <message>
            <source>Drop a table with the same columns here, or click to choose.</source>
            <translation>같은 열이 있는 표를 여기에 놓거나, 클릭해서 고르세요.</translation>
        </message>
        <message>
            <source>Drop pictures or a folder of them here, or click to choose.</source>
            <translation>그림이나 그림 폴더를 여기에 놓거나, 클릭해서 고르세요.</translation>
        </message>
        <message>
            <source>End it. Nothing half made stays.</source>
            <translation>끝냅니다. 만들다 만 것은 남지 않습니다.</translation>
        </message>
        <message>
            <source>Every measured point as CSV, for a spreadsheet.</source>
            <translation>측정한 모든 점을 담은 CSV로, 스프레드시트에서 엽니다.</translation>
        </message>
        <message>
            <source>Everything in the folder that can be read, and in the folders inside it</source>
            <translation>폴더와 그 안의 폴더에서 읽을 수 있는 모든 것</translation>
        </message>
        <message>
            <source>Files that can be read</source>
            <translation>읽을 수 있는 파일</translation>
        </message>
        <message>
            <source>Notebook</source>
            <translation>노트북</translation>
        </message>
        <message>
            <source>Nothing in it is run: numbers and descriptions are read, and checked first.</source>
            <translation>안에 든 것은 아무것도 실행하지 않습니다. 숫자와 설명만 확인한 뒤 읽습니다.</translation>
        </message>
        <message>
            <source>ONNX</source>
            <translation>ONNX</translation>
        </message>
        <message>
            <source>One file for other programs that run networks, such as ONNX Runtime.</source>
            <translation>ONNX Runtime처럼 신경망을 실행하는 다른 프로그램을 위한 파일 하나입니다.</translation>
        </message>
        <message>
            <source>One page that needs no other program: drawing, curves and edits, and the network to try in the browser.</source>
            <translation>다른 프로그램이 필요 없는 페이지 하나에 그림, 곡선, 수정이 담기고, 브라우저에서 신경망을 써 볼 수 있습니다.</translation>
        </message>
        <message>
            <source>Open a file</source>
            <translation>파일 열기</translation>
        </message>
        <message>
            <source>Open “{name}”?</source>
            <translation>‘{name}’을(를) 열까요?</translation>
        </message>
        <message>
            <source>Or type a row</source>
            <translation>또는 한 행을 입력하세요</translation>
        </message>
        <message>
            <source>Other answers</source>
            <translation>다른 예측</translation>
        </message>
        <message>
            <source>Other data …</source>
            <translation>다른 데이터 …</translation>
        </message>
        <message>
            <source>Predict this row</source>
            <translation>이 행 예측</translation>
        </message>
        <message>
            <source>Probability</source>
            <translation>확률</translation>
        </message>
        <message>
            <source>Put the data in too</source>
            <translation>데이터도 넣기</translation>
        </message>
        <message>
            <source>Put the data into notebook, script and TorchGarden file too</source>
            <translation>노트북, 스크립트, TorchGarden 파일에 데이터도 넣기</translation>
        </message>
        <message>
            <source>PyTorch weights</source>
            <translation>PyTorch 가중치</translation>
        </message>
        <message>
            <source>Python script</source>
            <translation>Python 스크립트</translation>
        </message>
        <message>
            <source>Sample</source>
            <translation>표본</translation>
        </message>
        <message>
            <source>Save as CSV …</source>
            <translation>CSV로 저장 …</translation>
        </message>
        <message>
            <source>Save the answers</source>
            <translation>예측 저장</translation>
        </message>
        <message>
            <source>Saved as {path}.</source>
            <translation>{path}에 저장했습니다.</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>폴더에서 보기</translation>
        </message>
        <message>
            <source>Table of the curves</source>
            <translation>곡선 표</translation>
        </message>
        <message>
            <source>Take home: {form}</source>
            <translation>가져가기: {form}</translation>
        </message>
        <message>
            <source>Take “{name}” home</source>
            <translation>‘{name}’ 가져가기</translation>
        </message>
        <message>
            <source>TensorBoard logs</source>
            <translation>TensorBoard 로그</translation>
        </message>
        <message>
            <source>The answers cannot be saved as {name}.</source>
            <translation>예측을 {name}(으)로 저장할 수 없습니다.</translation>
        </message>
        <message>
            <source>The data that the network is trained on from now on</source>
            <translation>신경망이 이제부터 배울 데이터</translation>
        </message>
        <message>
            <source>The network and how it grew as plain PyTorch, cell by cell, to read, run and change.</source>
            <translation>신경망과 그것이 자란 과정을 평범한 PyTorch 코드로 셀마다 담아, 읽고 실행하고 고쳐 볼 수 있습니다.</translation>
        </message>
        <message>
            <source>The network has to have as many inputs and outputs as the data.</source>
            <translation>신경망의 입력과 출력 수가 데이터와 같아야 합니다.</translation>
        </message>
        <message>
            <source>The network looks at your files …</source>
            <translation>신경망이 파일을 보고 있습니다 …</translation>
        </message>
        <message>
            <source>The network looks at your row …</source>
            <translation>신경망이 입력한 행을 보고 있습니다 …</translation>
        </message>
        <message>
            <source>The same as one file: it trains, loads the weights and predicts. It needs PyTorch, nothing else.</source>
            <translation>같은 내용을 파일 하나에: 훈련하고, 가중치를 불러오고, 예측합니다. PyTorch만 있으면 됩니다.</translation>
        </message>
        <message>
            <source>The training is saved first, and goes on meanwhile.</source>
            <translation>먼저 훈련을 저장하고, 그동안 훈련은 계속됩니다.</translation>
        </message>
        <message>
            <source>The weights alone, for other tools. Nothing in such a file can be run.</source>
            <translation>다른 도구를 위해 가중치만 담습니다. 파일 안에 실행될 것이 없습니다.</translation>
        </message>
        <message>
            <source>The weights of a network, {size}, from {folder}.</source>
            <translation>신경망의 가중치, {size}, 위치: {folder}.</translation>
        </message>
        <message>
            <source>The whole training in one file. A double click opens it here or on another computer, and it goes on.</source>
            <translation>훈련 전체를 파일 하나에 담습니다. 더블클릭하면 이 컴퓨터나 다른 컴퓨터에서 열려 이어집니다.</translation>
        </message>
        <message>
            <source>There are more columns than can be typed: put the row into a table.</source>
            <translation>입력할 수 있는 것보다 열이 많습니다. 행을 표에 넣으세요.</translation>
        </message>
        <message>
            <source>There is no training to take home yet.</source>
            <translation>아직 가져갈 훈련이 없습니다.</translation>
        </message>
        <message>
            <source>This is the data that the network fits, as far as its weights tell.</source>
            <translation>가중치로 보아 이 신경망에 맞는 데이터입니다.</translation>
        </message>
        <message>
            <source>This needs PyTorch. Set it up on the page Install, or choose an environment that has it.</source>
            <translation>PyTorch가 필요합니다. 설치 페이지에서 설치하거나, PyTorch가 있는 가상환경을 고르세요.</translation>
        </message>
        <message>
            <source>TorchGarden file</source>
            <translation>TorchGarden 파일</translation>
        </message>
        <message>
            <source>TorchGarden files and weights</source>
            <translation>TorchGarden 파일과 가중치</translation>
        </message>
        <message>
            <source>Train it on</source>
            <translation>훈련할 데이터</translation>
        </message>
        <message>
            <source>Try “{name}” on your own files</source>
            <translation>내 파일로 ‘{name}’ 써 보기</translation>
        </message>
        <message>
            <source>Web page</source>
            <translation>웹 페이지</translation>
        </message>
        <message>
            <source>Weights as safetensors</source>
            <translation>safetensors 가중치</translation>
        </message>
        <message>
            <source>What stands in this column</source>
            <translation>이 열의 값</translation>
        </message>
        <message>
            <source>What the network says of each sample; a click on a heading sorts by it</source>
            <translation>표본마다 신경망의 예측입니다. 제목을 클릭하면 그 열로 정렬합니다</translation>
        </message>
        <message>
            <source>Your files are prepared as the training data was. They stay on this computer.</source>
            <translation>파일을 훈련 데이터와 똑같이 준비해서 예측합니다. 파일은 이 컴퓨터를 떠나지 않습니다.</translation>
        </message>
        <message>
            <source>answers</source>
            <translation>예측</translation>
        </message>
        <message>
            <source>{form}: it is written.</source>
            <translation>{form}: 저장했습니다.</translation>
        </message>
        <message>
            <source>{n:,} answers</source>
            <translation>예측 {n:,}개</translation>
        </message>
        <message>
            <source>{n:,} could not be read</source>
            <translation>{n:,}개는 읽을 수 없음</translation>
        </message>
        <message>
            <source>{n:,} more were left out</source>
            <translation>{n:,}개는 제외함</translation>
        </message>
        <message>
            <source>{name} is being read …</source>
            <translation>{name}을(를) 읽는 중 …</translation>
        </message>
        <message>
            <source>{name} is being written …</source>
            <translation>{name}을(를) 저장하는 중 …</translation>
        </message>
        <message>
            <source>{name} is written.</source>
            <translation>{name}을(를) 저장했습니다.</translation>
        </message>
        <message>
            <source>{name} was not written.</source>
            <translation>{name}을(를) 저장하지 못했습니다.</translation>
        </message>
        <message>
            <source>{name}, {size}</source>
            <translation>{name}, {size}</translation>
        </message>
        <message>
            <source>{size}, without data {less}</source>
            <translation>{size}, 데이터 없이 {less}</translation>
        </message>
        <message>
            <source>“{name}” cannot be opened here.</source>
            <translation>‘{name}’은(는) 여기에서 열 수 없습니다.</translation>
        </message>
        <message>
            <source>It is open</source>
            <translation>열었습니다</translation>
        </message>
        <message>
            <source>Its run is called “{name}”.</source>
            <translation>기록 이름은 ‘{name}’입니다.</translation>
        </message>
        <message>
            <source>Open “{name}”</source>
            <translation>‘{name}’ 열기</translation>
        </message>
        <message>
            <source>Activation function of the hidden layers</source>
            <translation>은닉층의 활성화 함수</translation>
        </message>
        <message>
            <source>As the file says: {data}</source>
            <translation>파일에 적힌 데이터: {data}</translation>
        </message>
        <message>
            <source>The activation function behind each hidden layer, as it was trained</source>
            <translation>각 은닉층 뒤에 놓인, 훈련할 때 쓴 활성화 함수</translation>
        </message>
        <message>
            <source>Weights do not tell what they were trained with.</source>
            <translation>가중치만으로는 무엇으로 훈련했는지 알 수 없습니다.</translation>
        </message>
        <message>
            <source>Open it</source>
            <translation>열기</translation>
        </message>
        <message>
            <source>The row that was typed</source>
            <translation>입력한 행</translation>
        </message>
    </context>
</TS>
