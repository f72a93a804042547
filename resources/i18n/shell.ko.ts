<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>Add units to the selected layer</source>
            <translation>선택한 층의 유닛 늘리기</translation>
        </message>
        <message>
            <source>Appearance</source>
            <translation>테마</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>시스템과 같게</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>취소</translation>
        </message>
        <message>
            <source>Change …</source>
            <translation>바꾸기…</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>닫기</translation>
        </message>
        <message>
            <source>Copy report</source>
            <translation>보고서 복사</translation>
        </message>
        <message>
            <source>Takes effect at the next start. Choose a larger one for a projector.</source>
            <translation>다음 시작부터 적용됩니다. 프로젝터에서는 크게 하세요.</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>어둡게</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>데이터</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>삭제</translation>
        </message>
        <message>
            <source>Delete “{name}”?</source>
            <translation>‘{name}’ 훈련을 삭제할까요?</translation>
        </message>
        <message>
            <source>Delete …</source>
            <translation>삭제…</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>자세히</translation>
        </message>
        <message>
            <source>Every training is saved while it runs and can continue where it stopped.</source>
            <translation>모든 훈련은 진행되는 대로 저장되며, 멈춘 곳에서 이어 갈 수 있습니다.</translation>
        </message>
        <message>
            <source>Folders</source>
            <translation>폴더</translation>
        </message>
        <message>
            <source>For a report when something went wrong.</source>
            <translation>문제가 생겼을 때 알리기 위한 기록입니다.</translation>
        </message>
        <message>
            <source>Continue this training</source>
            <translation>이 훈련 이어서 하기</translation>
        </message>
        <message>
            <source>Keyboard</source>
            <translation>키보드</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>언어</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>밝게</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>로그</translation>
        </message>
        <message>
            <source>Menu of the selected layer</source>
            <translation>선택한 층의 메뉴</translation>
        </message>
        <message>
            <source>Motion</source>
            <translation>애니메이션</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>이름</translation>
        </message>
        <message>
            <source>New network</source>
            <translation>새 신경망</translation>
        </message>
        <message>
            <source>No training has been saved yet. Each training is saved from its first step on.</source>
            <translation>아직 저장된 훈련이 없습니다. 훈련은 첫 스텝부터 저장됩니다.</translation>
        </message>
        <message>
            <source>One epoch</source>
            <translation>한 에포크</translation>
        </message>
        <message>
            <source>One step</source>
            <translation>한 스텝</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>열기</translation>
        </message>
        <message>
            <source>Open folder</source>
            <translation>폴더 열기</translation>
        </message>
        <message>
            <source>Open log</source>
            <translation>로그 열기</translation>
        </message>
        <message>
            <source>Play or pause</source>
            <translation>시작 또는 일시정지</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>끝내기</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>다시 실행</translation>
        </message>
        <message>
            <source>Remove units from the selected layer</source>
            <translation>선택한 층의 유닛 줄이기</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>이름 바꾸기</translation>
        </message>
        <message>
            <source>Rename …</source>
            <translation>이름 바꾸기…</translation>
        </message>
        <message>
            <source>Reset to the same weights</source>
            <translation>같은 가중치로 처음부터</translation>
        </message>
        <message>
            <source>Reset with new random weights</source>
            <translation>새 무작위 가중치로 처음부터</translation>
        </message>
        <message>
            <source>Restart</source>
            <translation>다시 시작</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>기록</translation>
        </message>
        <message>
            <source>Save the run now</source>
            <translation>지금 기록 저장</translation>
        </message>
        <message>
            <source>Saved</source>
            <translation>저장 시각</translation>
        </message>
        <message>
            <source>Saved trainings</source>
            <translation>저장된 훈련</translation>
        </message>
        <message>
            <source>Select the next layer</source>
            <translation>다음 층 선택</translation>
        </message>
        <message>
            <source>Select the previous layer</source>
            <translation>이전 층 선택</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>설정</translation>
        </message>
        <message>
            <source>Short animations that show where something comes from.</source>
            <translation>무엇이 어디에서 왔는지 보여 주는 짧은 애니메이션입니다.</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>크기</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>스텝</translation>
        </message>
        <message>
            <source>This training is open; begin or open another one first.</source>
            <translation>지금 열려 있는 훈련입니다. 먼저 다른 훈련을 시작하거나 여세요.</translation>
        </message>
        <message>
            <source>TorchGarden crashed last time.</source>
            <translation>지난번에 TorchGarden이 비정상 종료되었습니다.</translation>
        </message>
        <message>
            <source>TorchGarden was not closed properly. “{name}” was saved at step {step:,} and can continue from there.</source>
            <translation>TorchGarden이 제대로 닫히지 않았습니다. ‘{name}’ 훈련은 {step:,}스텝까지 저장되어 있어 이어서 할 수 있습니다.</translation>
        </message>
        <message>
            <source>TorchGarden {version} · MIT licence</source>
            <translation>TorchGarden {version} · MIT 라이선스</translation>
        </message>
        <message>
            <source>Train</source>
            <translation>훈련</translation>
        </message>
        <message>
            <source>Choose a new name for “{name}”.</source>
            <translation>‘{name}’의 새 이름을 적어 주세요.</translation>
        </message>
        <message>
            <source>Where new trainings are saved</source>
            <translation>새 훈련을 저장할 곳</translation>
        </message>
        <message>
            <source>Where new trainings are saved.</source>
            <translation>새 훈련이 저장되는 곳입니다.</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>화면</translation>
        </message>
        <message>
            <source>today {time}</source>
            <translation>오늘 {time}</translation>
        </message>
        <message>
            <source>{name} · open</source>
            <translation>{name} · 열려 있음</translation>
        </message>
        <message>
            <source>Train with TorchGarden’s own PyTorch</source>
            <translation>TorchGarden에 들어 있는 PyTorch로 훈련하기</translation>
        </message>
        <message>
            <source>Continue with learning rate {rate:g}</source>
            <translation>계속하기 (학습률 {rate:g})</translation>
        </message>
        <message>
            <source>Paused: the gradient of “{layer}” has diverged. The learning rate {rate} may be too large.</source>
            <translation>일시정지: ‘{layer}’의 기울기가 발산했습니다. 학습률({rate})이 너무 큰 것 같습니다.</translation>
        </message>
        <message>
            <source>Paused: the loss has diverged. The learning rate {rate} may be too large.</source>
            <translation>일시정지: 손실이 발산했습니다. 학습률({rate})이 너무 큰 것 같습니다.</translation>
        </message>
        <message>
            <source>Paused: the values in “{layer}” have diverged. The learning rate {rate} may be too large.</source>
            <translation>일시정지: ‘{layer}’의 값이 발산했습니다. 학습률({rate})이 너무 큰 것 같습니다.</translation>
        </message>
        <message>
            <source>Paused: the weights of “{layer}” have diverged. The learning rate {rate} may be too large.</source>
            <translation>일시정지: ‘{layer}’의 가중치가 발산했습니다. 학습률({rate})이 너무 큰 것 같습니다.</translation>
        </message>
        <message>
            <source>Back to it</source>
            <translation>그 훈련으로 돌아가기</translation>
        </message>
        <message>
            <source>Insert a layer after the selected one</source>
            <translation>선택한 층 뒤에 층 넣기</translation>
        </message>
        <message>
            <source>It is saved up to step {step:,} and goes on from there.</source>
            <translation>{step:,}스텝까지 저장되어 있어 거기서 이어집니다.</translation>
        </message>
        <message>
            <source>Remove the selected layer</source>
            <translation>선택한 층 제거</translation>
        </message>
        <message>
            <source>The training so far stays in Runs as “{name}”.</source>
            <translation>지금까지의 훈련은 기록의 ‘{name}’에 남아 있습니다.</translation>
        </message>
        <message>
            <source>Words explained</source>
            <translation>용어 설명</translation>
        </message>
        <message>
            <source>Delete for good</source>
            <translation>완전히 삭제</translation>
        </message>
        <message>
            <source>Delete “{name}” for good?</source>
            <translation>‘{name}’ 훈련을 완전히 삭제할까요?</translation>
        </message>
        <message>
            <source>The saved training goes to the bin; you can take that back.</source>
            <translation>저장된 훈련을 휴지통으로 옮깁니다. 나중에 되살릴 수 있습니다.</translation>
        </message>
        <message>
            <source>Training loss</source>
            <translation>훈련 손실</translation>
        </message>
        <message>
            <source>Validation score</source>
            <translation>검증 정확도·R²</translation>
        </message>
        <message>
            <source>Your settings cannot be saved. What you choose counts until the window closes.</source>
            <translation>설정을 저장할 수 없습니다. 지금 고른 설정은 창을 닫을 때까지만 적용됩니다.</translation>
        </message>
        <message>
            <source>{name} · damaged</source>
            <translation>{name} · 손상됨</translation>
        </message>
        <message>
            <source>“{name}” is in the system’s bin now.</source>
            <translation>‘{name}’ 훈련을 시스템 휴지통으로 옮겼습니다.</translation>
        </message>
        <message>
            <source>“{name}” waits for thirty days in {folder}.</source>
            <translation>‘{name}’ 훈련을 {folder} 폴더에 30일 동안 보관합니다.</translation>
        </message>
        <message>
            <source>Back to before it diverged, learning rate {rate:g}</source>
            <translation>발산하기 전으로 되돌리기 (학습률 {rate:g})</translation>
        </message>
        <message>
            <source>Undo the last edit or setting</source>
            <translation>마지막 수정이나 설정 되돌리기</translation>
        </message>
        <message>
            <source>Undone: {what}. Back at step {step:,}, {steps:,} steps earlier.</source>
            <translation>‘{what}’을(를) 되돌렸습니다. {steps:,}스텝 전인 {step:,}스텝으로 돌아왔습니다.</translation>
        </message>
        <message>
            <source>Insert a hidden layer</source>
            <translation>은닉층 넣기</translation>
        </message>
        <message>
            <source>Learning rate {rate:g}</source>
            <translation>학습률 {rate:g}</translation>
        </message>
        <message>
            <source>Start again with learning rate {rate:g}</source>
            <translation>학습률 {rate:g}(으)로 처음부터</translation>
        </message>
        <message>
            <source>Undo the last change</source>
            <translation>마지막 변경 되돌리기</translation>
        </message>
        <message>
            <source>Use ReLU in the hidden layers</source>
            <translation>은닉층에 ReLU 쓰기</translation>
        </message>
        <message>
            <source>Use leaky_relu there</source>
            <translation>그 층에 leaky_relu 쓰기</translation>
        </message>
        <message>
            <source>Weight decay {value:g}</source>
            <translation>가중치 감쇠 {value:g}</translation>
        </message>
        <message>
            <source>Everything at its usual size</source>
            <translation>모두 원래 크기로</translation>
        </message>
        <message>
            <source>Everything larger</source>
            <translation>모두 크게</translation>
        </message>
        <message>
            <source>Everything smaller</source>
            <translation>모두 작게</translation>
        </message>
        <message>
            <source>Menu key</source>
            <translation>메뉴 키</translation>
        </message>
        <message>
            <source>Of everything in the window. Choose a larger one for a projector.</source>
            <translation>창에 있는 모든 것의 크기입니다. 프로젝터에서는 크게 하세요.</translation>
        </message>
        <message>
            <source>Open the page</source>
            <translation>화면 열기</translation>
        </message>
        <message>
            <source>Page “{name}”</source>
            <translation>‘{name}’ 화면</translation>
        </message>
        <message>
            <source>Space</source>
            <translation>스페이스바</translation>
        </message>
        <message>
            <source>They work whatever has the focus; only where you type are they letters. Enter presses what has the focus. In the network the arrow keys go from layer to layer and from unit to unit; in a chart ← and → move along the steps, ↑ and ↓ zoom, Home shows the whole run and End the newest steps.</source>
            <translation>포커스가 어디에 있든 작동합니다. 글을 쓰는 칸에서만 글자로 입력됩니다. Enter 키는 포커스가 있는 것을 누릅니다. 신경망에서는 화살표 키로 층과 유닛 사이를 옮겨 다니고, 그래프에서는 ← →로 스텝을 따라 움직이며 ↑ ↓로 확대하거나 축소합니다. Home은 전체를, End는 최신 스텝을 보여 줍니다.</translation>
        </message>
        <message>
            <source>Why not</source>
            <translation>할 수 없는 까닭</translation>
        </message>
        <message>
            <source>Start again without L1</source>
            <translation>L1 없이 처음부터 다시 시작</translation>
        </message>
        <message>
            <source>Start again without weight decay</source>
            <translation>가중치 감쇠 없이 처음부터 다시 시작</translation>
        </message>
        <message>
            <source>Done at step {step:,}: {what}.</source>
            <translation>{step:,}스텝에서 끝났습니다: {what}.</translation>
        </message>
        <message>
            <source>Given up at step {step:,}. {what}. The smaller network did not become as good; yours stays as it is.</source>
            <translation>{step:,}스텝에서 그만두었습니다. {what}. 작은 신경망이 지금만큼 좋아지지 않아서, 신경망을 그대로 둡니다.</translation>
        </message>
        <message>
            <source>The edits so far cannot be undone any more: a run is saved without its undo history.</source>
            <translation>지금까지의 수정은 더 이상 되돌릴 수 없습니다. 되돌리는 데 필요한 것은 기록에 저장되지 않습니다.</translation>
        </message>
        <message>
            <source>Look inside</source>
            <translation>들여다보기</translation>
        </message>
        <message>
            <source>{what}. Ask for it again if you still want it.</source>
            <translation>{what}. 아직 필요하면 다시 요청하세요.</translation>
        </message>
        <message>
            <source>A recording plays in this window. Start TorchGarden without it to continue a training.</source>
            <translation>이 창에서는 녹화를 재생하고 있습니다. 훈련을 계속하려면 녹화 없이 TorchGarden을 시작하세요.</translation>
        </message>
        <message>
            <source>What the units do was not recorded, so they are empty squares.</source>
            <translation>유닛의 모습은 녹화되지 않아 빈 칸으로 보입니다.</translation>
        </message>
        <message>
            <source>Twice as many units in {layer}</source>
            <translation>{layer}의 유닛을 두 배로</translation>
        </message>
        <message>
            <source>More messages, shown when this one is closed: {count}</source>
            <translation>이 메시지를 닫으면 나올 메시지: {count}개</translation>
        </message>
        <message>
            <source>Show the whole message</source>
            <translation>메시지 전체 보기</translation>
        </message>
        <message>
            <source>macOS runs TorchGarden from a temporary copy, so what is made for it now may not find it after the next start. Quit, move TorchGarden into Applications with the Finder, and open it there.</source>
            <translation>macOS가 TorchGarden을 임시 사본으로 실행하고 있어서, 지금 만드는 것이 다음에 시작한 뒤에는 TorchGarden을 찾지 못할 수 있습니다. 종료하고 Finder에서 TorchGarden을 응용 프로그램 폴더로 옮긴 다음 거기서 여세요.</translation>
        </message>
        <message>
            <source>macOS still holds TorchGarden as a download that is not approved, and may stop what it starts. Quit, move TorchGarden into Applications with the Finder, and open it there.</source>
            <translation>macOS가 TorchGarden을 인터넷에서 받아 아직 승인하지 않은 앱으로 다루고 있어서, TorchGarden이 시작하는 프로그램을 막을 수 있습니다. 종료하고 Finder에서 TorchGarden을 응용 프로그램 폴더로 옮긴 다음 거기서 여세요.</translation>
        </message>
        <message>
            <source>Something in TorchGarden went wrong and was written to the log; you can go on.</source>
            <translation>TorchGarden에서 오류가 생겨 로그에 적어 두었습니다. 계속 쓰실 수 있습니다.</translation>
        </message>
        <message>
            <source>A link asks to open the training “{name}”. The one that is open is saved first.</source>
            <translation>링크가 ‘{name}’ 훈련을 열려고 합니다. 지금 열려 있는 훈련은 먼저 저장됩니다.</translation>
        </message>
        <message>
            <source>Open this training</source>
            <translation>이 훈련 열기</translation>
        </message>
        <message>
            <source>This TorchGarden has no page “{page}”, which a link asks for.</source>
            <translation>링크가 ‘{page}’ 화면을 열려고 하지만, 이 TorchGarden에는 그런 화면이 없습니다.</translation>
        </message>
        <message>
            <source>TorchGarden does not understand the link {link}. Nothing was done.</source>
            <translation>TorchGarden이 이 링크를 이해하지 못해 아무것도 하지 않았습니다: {link}</translation>
        </message>
        <message>
            <source>Licences</source>
            <translation>라이선스</translation>
        </message>
        <message>
            <source>Licences …</source>
            <translation>라이선스…</translation>
        </message>
        <message>
            <source>Nothing in the app is called “{text}”.</source>
            <translation>앱에 ‘{text}’(이)라는 것은 없습니다.</translation>
        </message>
        <message>
            <source>The text of the licence</source>
            <translation>라이선스 전문</translation>
        </message>
        <message>
            <source>There is no text of this licence in the app.</source>
            <translation>이 라이선스의 전문은 앱에 들어 있지 않습니다.</translation>
        </message>
        <message>
            <source>TorchGarden runs from its source here. Python, Qt, PyTorch and the other packages lie in this Python's own folders, each with its licence. The packaged app lists all of them.</source>
            <translation>지금은 TorchGarden을 소스에서 실행하고 있습니다. Python, Qt, PyTorch와 다른 패키지는 이 Python의 폴더에 각각의 라이선스와 함께 있습니다. 배포용 앱에서는 모두 여기에 나옵니다.</translation>
        </message>
        <message>
            <source>What is in TorchGarden, with the licence of each.</source>
            <translation>TorchGarden에 들어 있는 것과 각각의 라이선스입니다.</translation>
        </message>
        <message>
            <source>What is in the app</source>
            <translation>앱에 들어 있는 것</translation>
        </message>
        <message>
            <source>Another Python …</source>
            <translation>다른 Python…</translation>
        </message>
        <message>
            <source>Choose a Python</source>
            <translation>Python 고르기</translation>
        </message>
        <message>
            <source>Choose another below, and take this one off the list.</source>
            <translation>아래에서 다른 가상환경을 고르고, 이것은 더 쓰지 않습니다.</translation>
        </message>
        <message>
            <source>Choose the Python of any environment: it is run for a moment to see which PyTorch it has.</source>
            <translation>어느 가상환경의 Python이든 고르세요. 잠깐 실행해 어떤 PyTorch가 있는지 봅니다.</translation>
        </message>
        <message>
            <source>Environments with PyTorch on this computer</source>
            <translation>이 컴퓨터에 있는 PyTorch 가상환경</translation>
        </message>
        <message>
            <source>For somebody who helps you.</source>
            <translation>도와줄 사람에게 보낼 보고서입니다.</translation>
        </message>
        <message>
            <source>Forget it</source>
            <translation>더 쓰지 않기</translation>
        </message>
        <message>
            <source>It may be back: a disk that is plugged in again, a folder that was moved back.</source>
            <translation>디스크를 다시 꽂았거나 폴더를 되돌려 놓았다면 다시 쓸 수 있습니다.</translation>
        </message>
        <message>
            <source>Look once more for what is on this computer.</source>
            <translation>이 컴퓨터에 무엇이 있는지 다시 찾아봅니다.</translation>
        </message>
        <message>
            <source>Looking at that Python …</source>
            <translation>그 Python을 살펴보는 중 …</translation>
        </message>
        <message>
            <source>Make a new one</source>
            <translation>새로 만들기</translation>
        </message>
        <message>
            <source>No environment with a PyTorch that can train was found here.</source>
            <translation>훈련할 수 있는 PyTorch 가상환경을 찾지 못했습니다.</translation>
        </message>
        <message>
            <source>Opens the wizard: it plans first, and changes nothing before you agree.</source>
            <translation>설치 마법사를 엽니다. 먼저 계획을 보여 주며, 동의하기 전에는 아무것도 바꾸지 않습니다.</translation>
        </message>
        <message>
            <source>Or train in an environment that is on this computer already</source>
            <translation>또는 이 컴퓨터에 이미 있는 가상환경에서 훈련하기</translation>
        </message>
        <message>
            <source>PyTorch is the library that networks are trained with. TorchGarden sets it up for you in a folder of its own; nothing else on this computer is changed.</source>
            <translation>PyTorch는 신경망을 훈련하는 라이브러리입니다. TorchGarden이 별도의 폴더에 설치해 드리며, 이 컴퓨터의 다른 것은 바꾸지 않습니다.</translation>
        </message>
        <message>
            <source>Repair it, or make a new one.</source>
            <translation>복구하거나 새로 만드세요.</translation>
        </message>
        <message>
            <source>Repair …</source>
            <translation>복구…</translation>
        </message>
        <message>
            <source>Set up PyTorch</source>
            <translation>PyTorch 설치하기</translation>
        </message>
        <message>
            <source>The Python of {name} cannot be used.</source>
            <translation>{name}의 Python은 쓸 수 없습니다.</translation>
        </message>
        <message>
            <source>To train, PyTorch is needed</source>
            <translation>훈련하려면 PyTorch가 필요합니다</translation>
        </message>
        <message>
            <source>TorchGarden has a PyTorch of its own.</source>
            <translation>TorchGarden에 들어 있는 PyTorch가 있습니다.</translation>
        </message>
        <message>
            <source>Train in {name}</source>
            <translation>{name}에서 훈련</translation>
        </message>
        <message>
            <source>Trainings were to run in it. What was trained is saved and goes on elsewhere.</source>
            <translation>여기서 훈련하기로 되어 있었습니다. 지금까지의 훈련은 저장되어 있어 다른 곳에서 이어집니다.</translation>
        </message>
        <message>
            <source>You see a plan with exact sizes first. Nothing is downloaded before you agree.</source>
            <translation>정확한 크기가 담긴 계획을 먼저 보여 드립니다. 동의하기 전에는 아무것도 내려받지 않습니다.</translation>
        </message>
        <message>
            <source>for this computer, roughly</source>
            <translation>이 컴퓨터에서 대략</translation>
        </message>
        <message>
            <source>from your plan</source>
            <translation>계획에 따른 값</translation>
        </message>
        <message>
            <source>{name} is ready, and the training runs in it.</source>
            <translation>{name}의 준비가 끝나 여기서 훈련하고 있습니다.</translation>
        </message>
        <message>
            <source>“{name}” cannot be used now</source>
            <translation>‘{name}’ 가상환경을 지금 쓸 수 없습니다</translation>
        </message>
        <message>
            <source>+ and − under a layer add and remove units; the + between two layers puts a new layer there. What was learned stays.</source>
            <translation>층 아래의 +와 −로 유닛을 늘리고 줄입니다. 두 층 사이의 +는 그 자리에 새 층을 넣습니다. 배운 것은 그대로 남습니다.</translation>
        </message>
        <message>
            <source>Change the network while it learns</source>
            <translation>배우는 동안 신경망 바꾸기</translation>
        </message>
        <message>
            <source>Every change can be undone, and everything is saved by itself. Try out what you like.</source>
            <translation>모든 수정은 되돌릴 수 있고, 모든 것이 저절로 저장됩니다. 무엇이든 해 보세요.</translation>
        </message>
        <message>
            <source>Look inside shows every number of a step, Install makes an environment with PyTorch, Runs keeps your trainings. F1 explains the page that is open.</source>
            <translation>‘들여다보기’는 한 스텝의 모든 숫자를 보여 주고, ‘설치’는 PyTorch 가상환경을 만들며, ‘기록’에는 훈련이 남습니다. F1을 누르면 열려 있는 화면을 설명합니다.</translation>
        </message>
        <message>
            <source>Nothing can go wrong</source>
            <translation>마음껏 해 보세요</translation>
        </message>
        <message>
            <source>See what comes of it</source>
            <translation>결과 보기</translation>
        </message>
        <message>
            <source>Skip the tour</source>
            <translation>둘러보기 건너뛰기</translation>
        </message>
        <message>
            <source>Start the training</source>
            <translation>훈련 시작하기</translation>
        </message>
        <message>
            <source>Step {at} of {of}</source>
            <translation>{of}단계 중 {at}단계</translation>
        </message>
        <message>
            <source>The lower the loss, the better. Every change has its mark on the curve; point at one to see what it was.</source>
            <translation>손실은 낮을수록 좋습니다. 수정할 때마다 곡선에 표시가 남습니다. 표시를 가리키면 무엇이었는지 보입니다.</translation>
        </message>
        <message>
            <source>The network learns from the data as soon as you press Start, and pauses when you press it again. The Space key does the same.</source>
            <translation>시작을 누르면 신경망이 곧바로 데이터에서 배우고, 다시 누르면 멈춥니다. Space 키도 같은 일을 합니다.</translation>
        </message>
        <message>
            <source>There is more</source>
            <translation>더 있습니다</translation>
        </message>
        <message>
            <source>{what}, at step {step:,}. {stands}</source>
            <translation>{what} · {step:,}스텝. {stands}</translation>
        </message>
        <message>
            <source>There is no training called “{name}” here.</source>
            <translation>여기에는 ‘{name}’(이)라는 훈련이 없습니다.</translation>
        </message>
        <message>
            <source>+ and − under a layer add and remove units, the + between two layers puts a new one there; a right click on a layer shows everything that can be done with it. What was learned stays.</source>
            <translation>층 아래의 +와 −로 유닛을 늘리고 줄이며, 두 층 사이의 +는 새 층을 넣습니다. 층을 오른쪽 클릭하면 할 수 있는 일이 모두 보입니다. 배운 것은 그대로 남습니다.</translation>
        </message>
        <message>
            <source>A training is saved by itself, every few seconds and when the app closes.</source>
            <translation>훈련은 몇 초마다, 그리고 앱을 닫을 때 저절로 저장됩니다.</translation>
        </message>
        <message>
            <source>An install can be paused, cancelled and continued; nothing is downloaded twice.</source>
            <translation>설치는 멈추고, 취소하고, 이어서 할 수 있습니다. 같은 것을 두 번 내려받지 않습니다.</translation>
        </message>
        <message>
            <source>At the end it trains a little on every device to prove that it works, and opens the trainer, Jupyter, VS Code or a terminal for you.</source>
            <translation>마지막에는 디바이스마다 조금 훈련해 제대로 되는지 확인하고, 훈련 화면, Jupyter, VS Code, 터미널을 열어 줍니다.</translation>
        </message>
        <message>
            <source>Check trains a little on every device of it and says what is wrong and how to mend it.</source>
            <translation>‘점검’은 디바이스마다 조금 훈련해 보고, 무엇이 잘못됐고 어떻게 바로잡는지 알려 줍니다.</translation>
        </message>
        <message>
            <source>Choose one to train in it, check it, repair it, export it, or open Jupyter, VS Code or a terminal.</source>
            <translation>하나를 골라 거기서 훈련하거나, 점검하고, 복구하고, 내보내고, Jupyter나 VS Code, 터미널을 열 수 있습니다.</translation>
        </message>
        <message>
            <source>CPU and GPU measures how long the pieces take on the devices of this computer.</source>
            <translation>‘CPU와 GPU’는 각 부분이 이 컴퓨터의 디바이스에서 얼마나 걸리는지 잽니다.</translation>
        </message>
        <message>
            <source>Data and settings are on the left: the learning rate counts from the next step on, another data set begins a new training.</source>
            <translation>데이터와 설정은 왼쪽에 있습니다. 학습률은 다음 스텝부터 쓰이고, 다른 데이터를 고르면 새 훈련이 시작됩니다.</translation>
        </message>
        <message>
            <source>Delete moves it into the bin of the system, and Undo brings it back.</source>
            <translation>삭제하면 시스템 휴지통으로 가고, 되돌리면 다시 돌아옵니다.</translation>
        </message>
        <message>
            <source>Downloads kept for the next time</source>
            <translation>다음에 쓸 내려받은 파일</translation>
        </message>
        <message>
            <source>Enter or a double click continues one where it stopped.</source>
            <translation>Enter나 두 번 클릭으로 멈춘 곳에서 이어서 훈련합니다.</translation>
        </message>
        <message>
            <source>Every change can be undone. Reset begins again with the same initial weights, and the training before stays in Runs.</source>
            <translation>모든 수정은 되돌릴 수 있습니다. ‘처음으로’는 같은 초기 가중치로 다시 시작하며, 그 전의 훈련은 ‘기록’에 남습니다.</translation>
        </message>
        <message>
            <source>First notebooks</source>
            <translation>첫 노트북</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>도움말</translation>
        </message>
        <message>
            <source>Help for the page that is open</source>
            <translation>열려 있는 화면의 도움말</translation>
        </message>
        <message>
            <source>Help: {page}</source>
            <translation>도움말: {page}</translation>
        </message>
        <message>
            <source>Here a network trains while you watch, and you change it while it learns.</source>
            <translation>신경망이 훈련하는 모습을 보면서, 배우는 동안 신경망을 바꾸는 화면입니다.</translation>
        </message>
        <message>
            <source>Here a wizard makes an environment with the PyTorch that really runs on this computer.</source>
            <translation>이 컴퓨터에서 실제로 실행되는 PyTorch로 가상환경을 만드는 설치 마법사입니다.</translation>
        </message>
        <message>
            <source>Here is every environment on this computer, whoever made it, and what it has.</source>
            <translation>누가 만들었든 이 컴퓨터에 있는 모든 가상환경과 그 안에 든 것을 보여 주는 화면입니다.</translation>
        </message>
        <message>
            <source>Here is every saved training, with what it learned on what.</source>
            <translation>저장된 모든 훈련과, 무엇으로 무엇을 배웠는지 보여 주는 화면입니다.</translation>
        </message>
        <message>
            <source>Here you choose the language, light or dark, how large everything is, and whether things move.</source>
            <translation>언어, 밝기, 크기, 움직임을 고르는 화면입니다.</translation>
        </message>
        <message>
            <source>Here you see what one step is made of, down to every number, on the training as it is now.</source>
            <translation>지금 훈련의 한 스텝이 무엇으로 이루어지는지, 숫자 하나까지 들여다보는 화면입니다.</translation>
        </message>
        <message>
            <source>It looks at the computer, recommends a build with the reason, and shows a plan with every package and its size. Nothing is downloaded before you press Install.</source>
            <translation>컴퓨터를 살펴보고, 알맞은 빌드를 이유와 함께 권하며, 모든 패키지와 크기가 담긴 계획을 보여 줍니다. 설치를 누르기 전에는 아무것도 내려받지 않습니다.</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>단축키</translation>
        </message>
        <message>
            <source>Remove shows first what goes with it; your own files in it are kept.</source>
            <translation>‘제거’는 함께 사라지는 것을 먼저 보여 줍니다. 그 안에 있는 내 파일은 남습니다.</translation>
        </message>
        <message>
            <source>Start trains, and pauses again. The loss and the accuracy of every step are drawn below.</source>
            <translation>시작을 누르면 훈련하고 다시 누르면 멈춥니다. 스텝마다 손실과 정확도가 아래에 그려집니다.</translation>
        </message>
        <message>
            <source>Step through walks through forward, loss, backward and the optimizer with the real numbers.</source>
            <translation>‘한 단계씩’은 순전파, 손실, 역전파, 옵티마이저를 실제 숫자로 따라갑니다.</translation>
        </message>
        <message>
            <source>Tensors lets you try a line of PyTorch on a tensor of this training.</source>
            <translation>‘텐서’에서는 이 훈련의 텐서에 PyTorch 코드 한 줄을 시험해 봅니다.</translation>
        </message>
        <message>
            <source>The device that trains is at the top right. A click on it shows the other devices and environments that the training can move to.</source>
            <translation>훈련하는 디바이스는 오른쪽 위에 있습니다. 누르면 훈련을 옮길 수 있는 다른 디바이스와 가상환경이 보입니다.</translation>
        </message>
        <message>
            <source>The environment lies where conda keeps its own; the plan shows the folder.</source>
            <translation>가상환경은 conda가 쓰는 자리에 만들어집니다. 폴더는 계획에 나옵니다.</translation>
        </message>
        <message>
            <source>The size is for a projector or tired eyes; it changes at once.</source>
            <translation>크기는 프로젝터를 쓰거나 눈이 피로할 때 바꿉니다. 곧바로 바뀝니다.</translation>
        </message>
        <message>
            <source>The table “Keyboard” shows all keys.</source>
            <translation>‘키보드’ 표에 모든 단축키가 있습니다.</translation>
        </message>
        <message>
            <source>The training goes on meanwhile; Newest step takes it up as it is then.</source>
            <translation>그동안 훈련은 계속됩니다. ‘지금 스텝으로’를 누르면 그때의 상태를 가져옵니다.</translation>
        </message>
        <message>
            <source>Three layers shows the same step as Python, as PyTorch's own work and as the work of the device.</source>
            <translation>‘세 계층’은 같은 스텝을 Python, PyTorch 내부, 디바이스의 일로 나누어 보여 줍니다.</translation>
        </message>
        <message>
            <source>Tour</source>
            <translation>둘러보기</translation>
        </message>
        <message>
            <source>Trainings</source>
            <translation>훈련</translation>
        </message>
        <message>
            <source>What TorchGarden keeps on this computer is listed with its size, and can be removed there.</source>
            <translation>TorchGarden이 이 컴퓨터에 두는 것을 크기와 함께 보여 주고, 거기서 지울 수 있습니다.</translation>
        </message>
        <message>
            <source>What this page is for, its keys, and where its files lie ({key})</source>
            <translation>이 화면의 쓰임과 단축키, 파일이 있는 곳 ({key})</translation>
        </message>
        <message>
            <source>What was measured</source>
            <translation>측정한 값</translation>
        </message>
        <message>
            <source>Where the files lie</source>
            <translation>파일이 있는 곳</translation>
        </message>
        <message>
            <source>A report about what was cannot be made any more.</source>
            <translation>지난 일에 관한 보고서를 더는 만들 수 없습니다.</translation>
        </message>
        <message>
            <source>An install is running and needs this. Wait until it has ended, or cancel it.</source>
            <translation>진행 중인 설치에 필요합니다. 끝날 때까지 기다리거나 설치를 취소하세요.</translation>
        </message>
        <message>
            <source>An install that was not finished begins from the start.</source>
            <translation>끝나지 않은 설치는 처음부터 다시 시작합니다.</translation>
        </message>
        <message>
            <source>Asking …</source>
            <translation>확인하는 중 …</translation>
        </message>
        <message>
            <source>Asks once which version is the newest. TorchGarden never asks by itself, and downloads nothing.</source>
            <translation>어느 버전이 최신인지 한 번 확인합니다. TorchGarden은 스스로 확인하지 않으며 아무것도 내려받지 않습니다.</translation>
        </message>
        <message>
            <source>Empty the bin</source>
            <translation>휴지통 비우기</translation>
        </message>
        <message>
            <source>Empty …</source>
            <translation>비우기…</translation>
        </message>
        <message>
            <source>Entry of the desktop: {name}</source>
            <translation>바탕 화면 항목: {name}</translation>
        </message>
        <message>
            <source>Every choice is again as at the first start.</source>
            <translation>모든 설정이 처음 상태로 돌아갑니다.</translation>
        </message>
        <message>
            <source>Five steps over the page Train, for newcomers.</source>
            <translation>처음 쓰는 분을 위한 훈련 화면 다섯 단계 안내입니다.</translation>
        </message>
        <message>
            <source>Gone: {what}.</source>
            <translation>지웠습니다: {what}.</translation>
        </message>
        <message>
            <source>It can be made again with the wizard, which takes some minutes.</source>
            <translation>설치 마법사로 다시 만들 수 있으며 몇 분 걸립니다.</translation>
        </message>
        <message>
            <source>It is back.</source>
            <translation>되돌려 놓았습니다.</translation>
        </message>
        <message>
            <source>It is measured again when it is asked for.</source>
            <translation>필요할 때 다시 잽니다.</translation>
        </message>
        <message>
            <source>Its files, with their size and what happens when one goes. Nothing of other programs is in the list.</source>
            <translation>TorchGarden의 파일과 크기, 지우면 어떻게 되는지 보여 줍니다. 다른 프로그램의 것은 들어 있지 않습니다.</translation>
        </message>
        <message>
            <source>Jupyter and VS Code do not offer it any more.</source>
            <translation>Jupyter와 VS Code에 더는 나타나지 않습니다.</translation>
        </message>
        <message>
            <source>Kernel {name}</source>
            <translation>커널 {name}</translation>
        </message>
        <message>
            <source>Logs</source>
            <translation>로그</translation>
        </message>
        <message>
            <source>Look for a newer version</source>
            <translation>새 버전 확인</translation>
        </message>
        <message>
            <source>Move to the bin</source>
            <translation>휴지통으로 옮기기</translation>
        </message>
        <message>
            <source>Moved to the bin: {what}.</source>
            <translation>휴지통으로 옮겼습니다: {what}.</translation>
        </message>
        <message>
            <source>Moves it back.</source>
            <translation>제자리로 되돌립니다.</translation>
        </message>
        <message>
            <source>No training was moved: they are open, or may not be changed.</source>
            <translation>옮긴 훈련이 없습니다. 열려 있거나 바꿀 수 없는 훈련입니다.</translation>
        </message>
        <message>
            <source>Notes of unfinished installs</source>
            <translation>끝나지 않은 설치의 기록</translation>
        </message>
        <message>
            <source>Opens the page of the new version in the browser; you download it there.</source>
            <translation>브라우저에서 새 버전 페이지를 엽니다. 거기서 직접 내려받습니다.</translation>
        </message>
        <message>
            <source>Settings: {name}</source>
            <translation>설정: {name}</translation>
        </message>
        <message>
            <source>Show and measure</source>
            <translation>보고 크기 재기</translation>
        </message>
        <message>
            <source>Show the tour</source>
            <translation>둘러보기 보기</translation>
        </message>
        <message>
            <source>Some files in {folder} are in use. Try again later.</source>
            <translation>{folder}: 쓰고 있는 파일이 있습니다. 나중에 다시 해 보세요.</translation>
        </message>
        <message>
            <source>A terminal does not find the command torchgarden any more.</source>
            <translation>터미널에서 torchgarden 명령을 더는 쓸 수 없습니다.</translation>
        </message>
        <message>
            <source>“man torchgarden” finds no page any more.</source>
            <translation>“man torchgarden”으로 설명서를 더는 볼 수 없습니다.</translation>
        </message>
        <message>
            <source>macOS notes it again at the next start.</source>
            <translation>다음에 시작할 때 macOS가 다시 만듭니다.</translation>
        </message>
        <message>
            <source>The desktop does not list TorchGarden any more.</source>
            <translation>프로그램 목록에 TorchGarden이 더는 나타나지 않습니다.</translation>
        </message>
        <message>
            <source>The next install downloads everything again.</source>
            <translation>다음에 설치할 때 모두 다시 내려받습니다.</translation>
        </message>
        <message>
            <source>The sources of your school’s or firm’s network are asked for no more.</source>
            <translation>학교나 회사 네트워크에서 받는 곳을 더는 쓰지 않습니다.</translation>
        </message>
        <message>
            <source>The window opens at its first place and size.</source>
            <translation>창이 처음 위치와 크기로 열립니다.</translation>
        </message>
        <message>
            <source>There is nothing.</source>
            <translation>아무것도 없습니다.</translation>
        </message>
        <message>
            <source>To the bin …</source>
            <translation>휴지통으로…</translation>
        </message>
        <message>
            <source>TorchGarden’s own bin</source>
            <translation>TorchGarden 자체 휴지통</translation>
        </message>
        <message>
            <source>Version {new} is there; you have {version}.</source>
            <translation>{new} 버전이 나왔습니다. 지금 쓰는 버전은 {version}입니다.</translation>
        </message>
        <message>
            <source>What TorchGarden keeps on this computer</source>
            <translation>TorchGarden이 이 컴퓨터에 두는 것</translation>
        </message>
        <message>
            <source>What was deleted cannot be brought back.</source>
            <translation>삭제한 것을 되돌릴 수 없게 됩니다.</translation>
        </message>
        <message>
            <source>You have the newest version, {version}.</source>
            <translation>지금 쓰는 {version} 버전이 최신입니다.</translation>
        </message>
        <message>
            <source>Your saved trainings go; one that is open stays.</source>
            <translation>저장된 훈련이 사라집니다. 열려 있는 훈련은 남습니다.</translation>
        </message>
        <message>
            <source>Yours: what you wrote in them goes too.</source>
            <translation>직접 쓴 내용도 함께 사라집니다.</translation>
        </message>
        <message>
            <source>{folder} holds more than TorchGarden’s files, so it stays.</source>
            <translation>{folder}: TorchGarden의 것이 아닌 파일도 있어 그대로 둡니다.</translation>
        </message>
        <message>
            <source>Open the download page</source>
            <translation>내려받기 페이지 열기</translation>
        </message>
        <message>
            <source>What the app is made of, with each licence.</source>
            <translation>앱에 들어 있는 것과 각각의 라이선스를 봅니다.</translation>
        </message>
        <message>
            <source>{what} was not opened: no program here is set for it. Copy it and open it yourself.</source>
            <translation>{what}: 이것을 열 프로그램이 이 컴퓨터에 정해져 있지 않아 열지 못했습니다. 복사해서 직접 여세요.</translation>
        </message>
        <message>
            <source>{what} was not opened: there is no xdg-open here. Install the package xdg-utils, or copy it and open it yourself.</source>
            <translation>{what}: 이 컴퓨터에 xdg-open이 없어 열지 못했습니다. xdg-utils 패키지를 설치하거나, 복사해서 직접 여세요.</translation>
        </message>
        <message>
            <source>Full screen, or the classroom screen</source>
            <translation>전체 화면, 훈련 페이지에서는 교실 화면</translation>
        </message>
        <message>
            <source>A TorchGarden file (.garden), or weights from elsewhere</source>
            <translation>TorchGarden 파일(.garden)이나 다른 곳의 가중치</translation>
        </message>
        <message>
            <source>As a script, a notebook, a web page, one file, or weights</source>
            <translation>스크립트, 노트북, 웹 페이지, 파일 하나, 또는 가중치로</translation>
        </message>
        <message>
            <source>Let its network look at your own pictures or table</source>
            <translation>내 그림이나 표를 이 신경망으로 예측해 봅니다</translation>
        </message>
        <message>
            <source>Take the training home</source>
            <translation>훈련 가져가기</translation>
        </message>
        <message>
            <source>Try it …</source>
            <translation>써 보기 …</translation>
        </message>
        <message>
            <source>Try the network on your own files</source>
            <translation>내 파일로 신경망 써 보기</translation>
        </message>
        <message>
            <source>A run is a folder that can be copied to another computer; Take home makes one file of it.</source>
            <translation>기록은 다른 컴퓨터로 복사할 수 있는 폴더입니다. 가져가기는 이것을 파일 하나로 만듭니다.</translation>
        </message>
        <message>
            <source>Open a file brings a TorchGarden file in, or the weights of a network that was made elsewhere. Nothing in such a file is run.</source>
            <translation>파일 열기는 TorchGarden 파일이나 다른 곳에서 만든 신경망의 가중치를 불러옵니다. 파일 안의 것은 아무것도 실행하지 않습니다.</translation>
        </message>
        <message>
            <source>Take home, over the network, writes the training as a notebook, a script, a web page, one file or weights, lets the network look at your own files, and opens such a file.</source>
            <translation>신경망 위의 가져가기는 훈련을 노트북, 스크립트, 웹 페이지, 파일 하나 또는 가중치로 저장하고, 내 파일로 신경망을 써 보고, 가져온 파일을 엽니다.</translation>
        </message>
        <message>
            <source>TorchGarden’s own {python}</source>
            <translation>TorchGarden에 들어 있는 {python}</translation>
        </message>
        <message>
            <source>{title} is ready. Choose it in the list of data as soon as there is a PyTorch to train with.</source>
            <translation>{title}이(가) 준비되었습니다. 훈련할 PyTorch가 갖춰지면 데이터 목록에서 고르세요.</translation>
        </message>
    </context>
</TS>
