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
            <source>Fifth page</source>
            <translation>다섯째 화면</translation>
        </message>
        <message>
            <source>First page</source>
            <translation>첫째 화면</translation>
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
            <source>Fourth page</source>
            <translation>넷째 화면</translation>
        </message>
        <message>
            <source>Full screen</source>
            <translation>전체 화면</translation>
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
            <source>Score</source>
            <translation>검증 정확도 / R²</translation>
        </message>
        <message>
            <source>Second page</source>
            <translation>둘째 화면</translation>
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
            <source>Something in TorchGarden went wrong and was written to the log; you can go on. ({what})</source>
            <translation>TorchGarden에서 오류가 생겨 로그에 적어 두었습니다. 계속 쓰실 수 있습니다. ({what})</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>스텝</translation>
        </message>
        <message>
            <source>The saved training is deleted for good: {steps:,} steps of {data}.</source>
            <translation>저장된 훈련이 완전히 삭제됩니다: {data}, {steps:,}스텝.</translation>
        </message>
        <message>
            <source>Third page</source>
            <translation>셋째 화면</translation>
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
            <source>Undo the last edit</source>
            <translation>마지막 수정 되돌리기</translation>
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
            <source>Back to before it diverged</source>
            <translation>발산하기 전으로 되돌리기</translation>
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
            <source>In the network the arrow keys go from layer to layer and from unit to unit; in a chart they move along the steps, + and − zoom, Home shows the whole run and End the newest steps.</source>
            <translation>신경망에서는 화살표 키로 층과 유닛 사이를 옮겨 다닙니다. 그래프에서는 화살표 키로 스텝을 따라 움직이고, +와 −로 확대·축소하며, Home은 전체를, End는 최신 스텝을 보여 줍니다.</translation>
        </message>
        <message>
            <source>Your settings cannot be saved: {why}</source>
            <translation>선택한 설정을 저장하지 못했습니다: {why}</translation>
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
            <translation>되돌렸습니다: {what}. {steps:,}스텝 전인 {step:,}스텝으로 돌아왔습니다.</translation>
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
    </context>
</TS>
