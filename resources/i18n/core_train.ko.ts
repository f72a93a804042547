<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>Something went wrong inside TorchGarden's own code.</source>
            <translation>TorchGarden 자체 코드에서 문제가 생겼습니다.</translation>
        </message>
        <message>
            <source>Step {step} is not between {begun} and {end}: its edit is left out.</source>
            <translation>스텝 {step}은(는) {begun}과(와) {end} 사이가 아니므로 그 수정은 하지 않습니다.</translation>
        </message>
        <message>
            <source>The worker is gone.</source>
            <translation>작업 프로세스가 끝났습니다.</translation>
        </message>
        <message>
            <source>--open continues a training as it is: --net and --save do not go with it.</source>
            <translation>--open은 저장된 훈련을 그대로 이어서 하므로 --net, --save와 함께 쓸 수 없습니다.</translation>
        </message>
        <message>
            <source>--net takes widths like 32,32, none, or a preset's name, not {words}.</source>
            <translation>--net에는 32,32 같은 유닛 수, none, 또는 프리셋 이름을 씁니다. {words}은(는) 쓸 수 없습니다.</translation>
        </message>
        <message>
            <source>The worker ended by itself (exit code {code}).</source>
            <translation>작업 프로세스가 스스로 끝났습니다(종료 코드 {code}).</translation>
        </message>
        <message>
            <source>The computer ran out of memory, and the worker was ended. Try a smaller network or batch.</source>
            <translation>컴퓨터의 메모리가 부족해 작업 프로세스가 종료되었습니다. 신경망이나 배치 크기를 줄여 보세요.</translation>
        </message>
        <message>
            <source>This Python lacks the package {name}.</source>
            <translation>이 Python에는 {name} 패키지가 없습니다.</translation>
        </message>
        <message>
            <source>The worker was ended from outside, by the system or by somebody.</source>
            <translation>작업 프로세스가 시스템이나 다른 프로그램에 의해 강제로 종료되었습니다.</translation>
        </message>
        <message>
            <source>The worker was asked to stop, from outside TorchGarden.</source>
            <translation>TorchGarden 밖에서 작업 프로세스에 종료를 요청했습니다.</translation>
        </message>
        <message>
            <source>The worker crashed inside a library ({name}).</source>
            <translation>작업 프로세스가 라이브러리 안에서 비정상 종료되었습니다({name}).</translation>
        </message>
        <message>
            <source>This processor lacks an instruction that this build of PyTorch uses. Choose another build.</source>
            <translation>이 PyTorch 빌드가 쓰는 명령어를 이 프로세서가 지원하지 않습니다. 다른 빌드를 선택하세요.</translation>
        </message>
        <message>
            <source>A system library that PyTorch needs is missing. Install the Visual C++ runtime and start again.</source>
            <translation>PyTorch에 필요한 시스템 라이브러리가 없습니다. Visual C++ 런타임을 설치하고 다시 시작하세요.</translation>
        </message>
        <message>
            <source>The worker could not be started: its Python was not found.</source>
            <translation>작업 프로세스를 시작할 수 없습니다. 사용할 Python을 찾지 못했습니다.</translation>
        </message>
        <message>
            <source>This is a recording: nothing in it can be changed.</source>
            <translation>이것은 녹화를 재생하는 것이므로 바꿀 수 없습니다.</translation>
        </message>
        <message>
            <source>A training needs a name.</source>
            <translation>훈련의 이름을 입력하세요.</translation>
        </message>
        <message>
            <source>A name cannot contain {letters}</source>
            <translation>이름에 쓸 수 없는 문자입니다: {letters}</translation>
        </message>
        <message>
            <source>The name {name} means something else to the system. Choose another.</source>
            <translation>{name}은(는) 시스템에서 다른 뜻으로 쓰는 이름입니다. 다른 이름을 고르세요.</translation>
        </message>
        <message>
            <source>The name is too long.</source>
            <translation>이름이 너무 깁니다.</translation>
        </message>
        <message>
            <source>There is no training in {folder}.</source>
            <translation>{folder}에는 저장된 훈련이 없습니다.</translation>
        </message>
        <message>
            <source>There is a training called {name} already.</source>
            <translation>{name}(이)라는 훈련이 이미 있습니다.</translation>
        </message>
        <message>
            <source>The training {name} was saved by a newer TorchGarden.</source>
            <translation>훈련 {name}은(는) 더 새로운 TorchGarden에서 저장한 것입니다.</translation>
        </message>
        <message>
            <source>There is no data called {name}. Choose one of: {names}.</source>
            <translation>{name}(이)라는 데이터는 없습니다. 다음 중에서 고르세요: {names}.</translation>
        </message>
        <message>
            <source>{samples} samples cannot be made; choose between 20 and 100,000.</source>
            <translation>표본은 {samples}개를 만들 수 없습니다. 20개에서 100,000개 사이로 고르세요.</translation>
        </message>
        <message>
            <source>This computer has no device {name} that PyTorch can use. There is: {names}.</source>
            <translation>이 컴퓨터에는 PyTorch가 쓸 수 있는 디바이스 {name}이(가) 없습니다. 쓸 수 있는 디바이스: {names}.</translation>
        </message>
        <message>
            <source>The loss grew beyond all numbers. The learning rate {rate} may be too large.</source>
            <translation>손실이 발산했습니다. 학습률({rate})이 너무 큰 것 같습니다.</translation>
        </message>
        <message>
            <source>The values in layer {layer} grew beyond all numbers. The learning rate {rate} may be too large.</source>
            <translation>{layer}번 층의 값이 발산했습니다. 학습률({rate})이 너무 큰 것 같습니다.</translation>
        </message>
        <message>
            <source>The gradient of layer {layer} grew beyond all numbers. The learning rate {rate} may be too large.</source>
            <translation>{layer}번 층의 기울기가 발산했습니다. 학습률({rate})이 너무 큰 것 같습니다.</translation>
        </message>
        <message>
            <source>The weights of layer {layer} grew beyond all numbers. The learning rate {rate} may be too large.</source>
            <translation>{layer}번 층의 가중치가 발산했습니다. 학습률({rate})이 너무 큰 것 같습니다.</translation>
        </message>
        <message>
            <source>There is no setting called {setting}.</source>
            <translation>{setting}(이)라는 설정은 없습니다.</translation>
        </message>
        <message>
            <source>{setting} cannot be {value}.</source>
            <translation>{setting}에 {value}은(는) 쓸 수 없습니다.</translation>
        </message>
        <message>
            <source>A batch holds at least one sample.</source>
            <translation>배치에는 표본이 하나 이상 있어야 합니다.</translation>
        </message>
        <message>
            <source>{setting} must be between {low} and {high}.</source>
            <translation>{setting}은(는) {low}에서 {high} 사이여야 합니다.</translation>
        </message>
        <message>
            <source>There is nothing to undo.</source>
            <translation>되돌릴 것이 없습니다.</translation>
        </message>
        <message>
            <source>There is nothing to redo.</source>
            <translation>다시 실행할 것이 없습니다.</translation>
        </message>
        <message>
            <source>Loss exploded</source>
            <translation>손실 발산</translation>
        </message>
        <message>
            <source>{name} is damaged.</source>
            <translation>{name} 파일이 손상되었습니다.</translation>
        </message>
        <message>
            <source>Nothing is being trained yet. Choose the data first.</source>
            <translation>아직 훈련 중인 것이 없습니다. 먼저 데이터를 고르세요.</translation>
        </message>
        <message>
            <source>There is not enough memory for this. Nothing was changed.</source>
            <translation>메모리가 부족해 할 수 없습니다. 바뀐 것은 없습니다.</translation>
        </message>
        <message>
            <source>The trainer does not know this command.</source>
            <translation>훈련 프로세스가 모르는 명령입니다.</translation>
        </message>
        <message>
            <source>This network takes {inputs} numbers and gives {outputs}; the data {name} needs {wanted} and {wanted_out}.</source>
            <translation>이 신경망은 수 {inputs}개를 받아 {outputs}개를 내지만, 데이터 {name}에는 {wanted}개를 받아 {wanted_out}개를 내는 신경망이 필요합니다.</translation>
        </message>
        <message>
            <source>Batch normalisation needs at least two samples in a batch.</source>
            <translation>배치 정규화를 쓰려면 배치에 표본이 둘 이상 있어야 합니다.</translation>
        </message>
        <message>
            <source>A message of {size_bytes} bytes is too long to send.</source>
            <translation>{size_bytes}바이트 메시지는 너무 길어 보낼 수 없습니다.</translation>
        </message>
        <message>
            <source>A message of {size_bytes} bytes is too long to read.</source>
            <translation>{size_bytes}바이트 메시지는 너무 길어 읽을 수 없습니다.</translation>
        </message>
        <message>
            <source>A line is not a message: {why}</source>
            <translation>메시지가 아닌 줄입니다: {why}</translation>
        </message>
        <message>
            <source>{kind} cannot be sent.</source>
            <translation>{kind}은(는) 보낼 수 없습니다.</translation>
        </message>
        <message>
            <source>There is no message called {tag}.</source>
            <translation>{tag}(이)라는 메시지는 없습니다.</translation>
        </message>
        <message>
            <source>{tag} has missing or unknown fields: {names}.</source>
            <translation>{tag}에 빠졌거나 알 수 없는 항목이 있습니다: {names}.</translation>
        </message>
        <message>
            <source>An array's bytes do not fit its shape.</source>
            <translation>배열의 바이트 수가 모양과 맞지 않습니다.</translation>
        </message>
        <message>
            <source>{tag}.{name} does not hold what it should.</source>
            <translation>{tag}.{name}에 있어야 할 값이 아닙니다.</translation>
        </message>
        <message>
            <source>The worker said something that cannot be understood.</source>
            <translation>작업 프로세스가 알 수 없는 말을 했습니다.</translation>
        </message>
        <message>
            <source>"{words}" cannot be read as an edit; one is "widen 1 by 16". `torchgarden train --help` lists them.</source>
            <translation>‘{words}’은(는) 수정이 아닙니다. 예: "widen 1 by 16". `torchgarden train --help`에서 모두 볼 수 있습니다.</translation>
        </message>
        <message>
            <source>"{words}" does not begin with a step and a colon, like "200: widen 1 by 16".</source>
            <translation>‘{words}’은(는) "200: widen 1 by 16"처럼 스텝과 쌍점으로 시작하지 않습니다.</translation>
        </message>
        <message>
            <source>There is no setting called {setting}. There is: {names}.</source>
            <translation>{setting}(이)라는 설정은 없습니다. 쓸 수 있는 설정: {names}.</translation>
        </message>
        <message>
            <source>"{words}" should read: {form}</source>
            <translation>‘{words}’은(는) 다음과 같이 써야 합니다: {form}</translation>
        </message>
        <message>
            <source>A seed is a whole number from 0 to {highest}.</source>
            <translation>시드는 0에서 {highest} 사이의 정수여야 합니다.</translation>
        </message>
        <message>
            <source>This network would need about {need_mib:,} MiB of memory, and {free_mib:,} MiB are free.</source>
            <translation>이 신경망에는 메모리가 약 {need_mib:,} MiB 필요하지만 {free_mib:,} MiB만 남아 있습니다.</translation>
        </message>
        <message>
            <source>A network ends with a dense layer.</source>
            <translation>신경망은 완전연결층으로 끝나야 합니다.</translation>
        </message>
        <message>
            <source>Training needs Python {oldest} or newer; this environment has {found}. Make a new environment, or train with another one.</source>
            <translation>훈련하려면 Python {oldest} 이상이 필요한데 이 가상환경에는 {found}이(가) 있습니다. 새 가상환경을 만들거나 다른 가상환경에서 훈련하세요.</translation>
        </message>
        <message>
            <source>There is no PyTorch in the Python at {path}. Install it, or train with another environment.</source>
            <translation>{path}의 Python에는 PyTorch가 없습니다. 설치하거나 다른 가상환경에서 훈련하세요.</translation>
        </message>
        <message>
            <source>Training needs PyTorch {oldest} or newer; this environment has {found}. Update it, or train with another one.</source>
            <translation>훈련하려면 PyTorch {oldest} 이상이 필요한데 이 가상환경에는 {found}이(가) 있습니다. 업데이트하거나 다른 가상환경에서 훈련하세요.</translation>
        </message>
        <message>
            <source>A layer can be inserted after place 0 (the input) to {last}, before the output.</source>
            <translation>층은 0번 자리(입력)부터 {last}번 자리 뒤까지, 출력층 앞에 넣을 수 있습니다.</translation>
        </message>
        <message>
            <source>A network can have at most {deepest} layers here.</source>
            <translation>여기서는 층을 {deepest}개까지만 둘 수 있습니다.</translation>
        </message>
        <message>
            <source>A convolution works on images; none reaches this place.</source>
            <translation>합성곱은 이미지에 쓰는데, 이 자리에는 이미지가 오지 않습니다.</translation>
        </message>
        <message>
            <source>A layer has 1 to {widest} units and a known activation.</source>
            <translation>한 층의 유닛은 1개부터 {widest}개까지이고, 활성화 함수는 목록에 있는 것이어야 합니다.</translation>
        </message>
        <message>
            <source>An identity needs at least {width} units and values that its activation lets through; insert a residual block instead.</source>
            <translation>항등 층에는 유닛이 {width}개 이상 있어야 하고 값이 활성화 함수를 그대로 지나야 합니다. 잔차 블록을 넣으세요.</translation>
        </message>
        <message>
            <source>Batch normalisation belongs to a hidden layer; choose one.</source>
            <translation>배치 정규화는 은닉층에 붙습니다. 은닉층을 고르세요.</translation>
        </message>
        <message>
            <source>Layer {layer} has batch normalisation already.</source>
            <translation>{layer}번 층에는 이미 배치 정규화가 있습니다.</translation>
        </message>
        <message>
            <source>Layer {layer} is the output; it stays.</source>
            <translation>{layer}번 층은 출력층이라 제거할 수 없습니다.</translation>
        </message>
        <message>
            <source>Layer {layer} joins the images to the dense layers; it stays.</source>
            <translation>{layer}번 층은 이미지를 완전연결층에 이어 주므로 제거할 수 없습니다.</translation>
        </message>
        <message>
            <source>Layer {layer} has no activation to fade; remove it directly.</source>
            <translation>{layer}번 층에는 서서히 제거할 활성화 함수가 없습니다. 바로 제거하세요.</translation>
        </message>
        <message>
            <source>Without layer {layer} the images behind it would have another size. Choose a layer that keeps their size.</source>
            <translation>{layer}번 층이 없으면 그 뒤 이미지의 크기가 달라집니다. 크기를 바꾸지 않는 층을 고르세요.</translation>
        </message>
        <message>
            <source>Layer {layer} has no batch normalisation to remove.</source>
            <translation>{layer}번 층에는 제거할 배치 정규화가 없습니다.</translation>
        </message>
        <message>
            <source>Layer {layer} is the output; copy a hidden layer.</source>
            <translation>{layer}번 층은 출력층입니다. 은닉층을 복사하세요.</translation>
        </message>
        <message>
            <source>A copy of layer {layer} does not fit behind it: it takes {inside} values and gives {outside}.</source>
            <translation>{layer}번 층의 복사본은 그 뒤에 맞지 않습니다. 값 {inside}개를 받아 {outside}개를 내기 때문입니다.</translation>
        </message>
        <message>
            <source>Pooling works on images; none reaches this place.</source>
            <translation>풀링은 이미지에 쓰는데, 이 자리에는 이미지가 오지 않습니다.</translation>
        </message>
        <message>
            <source>The image is one pixel small here; there is nothing left to pool.</source>
            <translation>여기서는 이미지가 한 픽셀뿐이라 풀링할 것이 없습니다.</translation>
        </message>
        <message>
            <source>Without layer {layer} its residual block would give another shape than it gets; remove the block instead.</source>
            <translation>{layer}번 층이 없으면 잔차 블록의 입력과 출력 모양이 달라집니다. 블록 전체를 제거하세요.</translation>
        </message>
        <message>
            <source>Residual block now {activation}</source>
            <translation>잔차 블록 활성화: {activation}</translation>
        </message>
        <message>
            <source>Hidden {place} removed</source>
            <translation>은닉층 {place} 제거</translation>
        </message>
        <message>
            <source>Hidden {place} unfrozen</source>
            <translation>은닉층 {place} 고정 풀기</translation>
        </message>
        <message>
            <source>Hidden layer inserted, {width} wide</source>
            <translation>은닉층 삽입: 유닛 {width}개</translation>
        </message>
        <message>
            <source>Hidden {place} widened +{by}</source>
            <translation>은닉층 {place}: 유닛 +{by}</translation>
        </message>
        <message>
            <source>Hidden {place} narrowed −{by}</source>
            <translation>은닉층 {place}: 유닛 −{by}</translation>
        </message>
        <message>
            <source>Hidden {place}: unit {number} removed</source>
            <translation>은닉층 {place}: 유닛 {number} 제거</translation>
        </message>
        <message>
            <source>Hidden {place}: unit {number} started again</source>
            <translation>은닉층 {place}: 유닛 {number} 초기화</translation>
        </message>
        <message>
            <source>Hidden {place} pruned</source>
            <translation>은닉층 {place} 가지치기</translation>
        </message>
        <message>
            <source>Hidden {place} copied</source>
            <translation>은닉층 {place} 복사</translation>
        </message>
        <message>
            <source>Hidden {place} now {activation}</source>
            <translation>은닉층 {place} 활성화: {activation}</translation>
        </message>
        <message>
            <source>Batch norm of hidden {place} folded away</source>
            <translation>은닉층 {place}의 배치 정규화를 합침</translation>
        </message>
        <message>
            <source>Residual block removed</source>
            <translation>잔차 블록 제거</translation>
        </message>
        <message>
            <source>Pooling removed</source>
            <translation>풀링 제거</translation>
        </message>
        <message>
            <source>Dropout removed</source>
            <translation>드롭아웃 제거</translation>
        </message>
        <message>
            <source>Hidden {place} fading out</source>
            <translation>은닉층 {place} 서서히 제거 중</translation>
        </message>
        <message>
            <source>Output {number} unfrozen</source>
            <translation>출력 {number} 고정 풀기</translation>
        </message>
        <message>
            <source>Hidden {place}: unit {number} unfrozen</source>
            <translation>은닉층 {place}: 유닛 {number} 고정 풀기</translation>
        </message>
        <message>
            <source>Hidden {place} frozen</source>
            <translation>은닉층 {place} 고정</translation>
        </message>
        <message>
            <source>Batch norm in hidden {place}</source>
            <translation>은닉층 {place}에 배치 정규화</translation>
        </message>
        <message>
            <source>Dropout inserted</source>
            <translation>드롭아웃 삽입</translation>
        </message>
        <message>
            <source>Pooling inserted</source>
            <translation>풀링 삽입</translation>
        </message>
        <message>
            <source>Residual block fading out</source>
            <translation>잔차 블록 서서히 제거 중</translation>
        </message>
        <message>
            <source>Output layer frozen</source>
            <translation>출력층 고정</translation>
        </message>
        <message>
            <source>Output layer unfrozen</source>
            <translation>출력층 고정 풀기</translation>
        </message>
        <message>
            <source>Output {number} frozen</source>
            <translation>출력 {number} 고정</translation>
        </message>
        <message>
            <source>Hidden {place}: unit {number} frozen</source>
            <translation>은닉층 {place}: 유닛 {number} 고정</translation>
        </message>
        <message>
            <source>Layer {layer} is the output: its width belongs to the data. Choose a hidden layer.</source>
            <translation>{layer}번 층은 출력층이라 유닛 수가 데이터로 정해져 있습니다. 은닉층을 고르세요.</translation>
        </message>
        <message>
            <source>Layer {layer} is added to the input, whose width belongs to the data. Choose another layer.</source>
            <translation>{layer}번 층은 입력에 더해지는데, 입력의 너비는 데이터로 정해져 있습니다. 다른 층을 고르세요.</translation>
        </message>
        <message>
            <source>A residual block behind a flatten fixes the width of layer {layer}. Remove that block first.</source>
            <translation>펼치기 뒤의 잔차 블록 때문에 {layer}번 층의 유닛 수를 바꿀 수 없습니다. 그 블록을 먼저 제거하세요.</translation>
        </message>
        <message>
            <source>Say how many units: at least one.</source>
            <translation>유닛 수를 하나 이상으로 정하세요.</translation>
        </message>
        <message>
            <source>Grouped convolutions cut layer {layer} into {parts} parts: change its width by a multiple of {parts}.</source>
            <translation>그룹 합성곱이 {layer}번 층을 {parts}부분으로 나눕니다. 유닛 수를 {parts}의 배수만큼 바꾸세요.</translation>
        </message>
        <message>
            <source>Layer {layer} has {width} units; at least {least} must stay, so at most {most} can go.</source>
            <translation>{layer}번 층의 유닛은 {width}개입니다. {least}개 이상 남아야 하므로 {most}개까지만 제거할 수 있습니다.</translation>
        </message>
        <message>
            <source>A layer can have at most {widest} units here.</source>
            <translation>여기서는 한 층에 유닛을 {widest}개까지만 둘 수 있습니다.</translation>
        </message>
        <message>
            <source>Grouped convolutions cut layer {layer} into {parts} parts, which must stay equal; narrow it instead.</source>
            <translation>그룹 합성곱이 {layer}번 층을 {parts}부분으로 똑같이 나누므로 하나씩 제거할 수 없습니다. 유닛 줄이기를 쓰세요.</translation>
        </message>
        <message>
            <source>Layer {layer} has no units of its own; choose a dense or convolutional layer.</source>
            <translation>{layer}번 층에는 유닛이 없습니다. 완전연결층이나 합성곱층을 고르세요.</translation>
        </message>
        <message>
            <source>Layer {layer} has the units 0 to {last}; there is no unit {unit}.</source>
            <translation>{layer}번 층의 유닛은 0번부터 {last}번까지입니다. {unit}번 유닛은 없습니다.</translation>
        </message>
        <message>
            <source>There is no activation called {name}.</source>
            <translation>{name}(이)라는 활성화 함수는 없습니다.</translation>
        </message>
        <message>
            <source>Layer {layer} has no activation.</source>
            <translation>{layer}번 층에는 활성화 함수가 없습니다.</translation>
        </message>
        <message>
            <source>Layer {layer} is the output; the loss needs it without an activation.</source>
            <translation>{layer}번 층은 출력층입니다. 손실을 구하려면 활성화 함수가 없어야 합니다.</translation>
        </message>
        <message>
            <source>Layer {layer} has that activation already.</source>
            <translation>{layer}번 층은 이미 그 활성화 함수를 씁니다.</translation>
        </message>
        <message>
            <source>There is no layer {layer}; this network has {count}.</source>
            <translation>{layer}번 층은 없습니다. 이 신경망의 층은 {count}개입니다.</translation>
        </message>
        <message>
            <source>This network looks at images; this data has none.</source>
            <translation>이 신경망은 이미지를 봅니다. 이 데이터에는 이미지가 없습니다.</translation>
        </message>
        <message>
            <source>There is no network called {name}.</source>
            <translation>{name}(이)라는 신경망은 없습니다.</translation>
        </message>
        <message>
            <source>Nothing of the image is left after layer {layer}: its window is larger than the image.</source>
            <translation>{layer}번 층의 창이 이미지보다 커서 남는 것이 없습니다.</translation>
        </message>
        <message>
            <source>Layer {layer} works on images, but none reaches it.</source>
            <translation>{layer}번 층은 이미지를 받아야 하는데 이미지가 오지 않습니다.</translation>
        </message>
        <message>
            <source>The channels of layer {layer} do not divide into its {groups} groups.</source>
            <translation>{layer}번 층의 채널은 그룹 {groups}개로 나누어떨어지지 않습니다.</translation>
        </message>
        <message>
            <source>Layer {layer} is dense, but images reach it; put a flatten before it.</source>
            <translation>{layer}번 층은 완전연결층인데 이미지가 옵니다. 그 앞에 펼치기를 넣으세요.</translation>
        </message>
        <message>
            <source>Layer {layer} needs at least one unit.</source>
            <translation>{layer}번 층에는 유닛이 하나 이상 있어야 합니다.</translation>
        </message>
        <message>
            <source>The residual block at layer {layer} adds its input to its output, but their shapes differ.</source>
            <translation>{layer}번 층의 잔차 블록은 입력을 출력에 더하는데, 둘의 모양이 다릅니다.</translation>
        </message>
        <message>
            <source>Every unit of layer {layer} is active and none repeats another; nothing to prune.</source>
            <translation>{layer}번 층의 유닛은 모두 활성이고 겹치는 것도 없어서 가지치기할 것이 없습니다.</translation>
        </message>
        <message>
            <source>Hidden {place}: {count} idle units pruned</source>
            <translation>은닉층 {place}: 쓰이지 않는 유닛 {count}개 가지치기</translation>
        </message>
        <message>
            <source>The loss would jump by {rise:.3f}. Fading the layer out over {steps} steps keeps more.</source>
            <translation>손실이 {rise:.3f}만큼 갑자기 커집니다. {steps}스텝에 걸쳐 서서히 제거하면 덜 잃습니다.</translation>
        </message>
        <message>
            <source>The loss would jump by {rise:.3f}; this layer is doing work.</source>
            <translation>손실이 {rise:.3f}만큼 갑자기 커집니다. 이 층이 하는 일이 있습니다.</translation>
        </message>
        <message>
            <source>The loss would jump by {rise:.3f}. Dropping fewer units at a time keeps more.</source>
            <translation>손실이 {rise:.3f}만큼 갑자기 커집니다. 한 번에 적게 제거하면 덜 잃습니다.</translation>
        </message>
        <message>
            <source>Accuracy would fall by {points:.1f} points. Dropping fewer units at a time keeps more.</source>
            <translation>정확도가 {points:.1f}%p 떨어집니다. 한 번에 적게 제거하면 덜 잃습니다.</translation>
        </message>
        <message>
            <source>Layer {layer} is fading out already.</source>
            <translation>{layer}번 층은 이미 서서히 제거하는 중입니다.</translation>
        </message>
        <message>
            <source>The weights are not numbers any more; undo, or start again with a smaller learning rate.</source>
            <translation>가중치가 더 이상 숫자가 아닙니다. 되돌리거나 더 작은 학습률로 다시 시작하세요.</translation>
        </message>
        <message>
            <source>New units of grouped convolutions cannot be aimed; widen layer {layer} by appending.</source>
            <translation>그룹 합성곱의 새 유닛은 방향을 정할 수 없습니다. {layer}번 층에는 새 유닛을 덧붙이세요.</translation>
        </message>
        <message>
            <source>Splitting can at most double layer {layer}, which has {width} units.</source>
            <translation>나누기로는 {layer}번 층(유닛 {width}개)을 두 배까지만 늘릴 수 있습니다.</translation>
        </message>
        <message>
            <source>Accuracy would fall by {points:.1f} points. A narrower copy can be trained beside the network and take over once that costs next to nothing.</source>
            <translation>정확도가 {points:.1f}%p 떨어집니다. 유닛을 줄인 사본을 옆에서 훈련해 두었다가, 정확도 손실이 거의 없을 때 교체할 수 있습니다.</translation>
        </message>
        <message>
            <source>Hidden {place} not narrowed: still {points:.1f} points</source>
            <translation>은닉층 {place} 줄이기 취소: 정확도가 {points:.1f}%p 낮음</translation>
        </message>
        <message>
            <source>Hidden {place} not narrowed: still +{rise:.3f} loss</source>
            <translation>은닉층 {place} 줄이기 취소: 손실이 {rise:.3f} 높음</translation>
        </message>
        <message>
            <source>Hidden {place} to be narrowed −{by}</source>
            <translation>은닉층 {place}: 유닛 −{by} 예정</translation>
        </message>
        <message>
            <source>The loss would jump by {rise:.3f}. A narrower copy can be trained beside the network and take over once that costs next to nothing.</source>
            <translation>손실이 {rise:.3f}만큼 갑자기 커집니다. 유닛을 줄인 사본을 옆에서 훈련해 두었다가, 정확도 손실이 거의 없을 때 교체할 수 있습니다.</translation>
        </message>
        <message>
            <source>A smaller copy is in training already; wait for it, or undo it.</source>
            <translation>더 작은 사본을 이미 훈련하고 있습니다. 끝날 때까지 기다리거나 되돌리세요.</translation>
        </message>
        <message>
            <source>Accuracy would fall by {points:.1f} points. A copy without this layer can be trained beside the network and take over once that costs next to nothing.</source>
            <translation>정확도가 {points:.1f}%p 떨어집니다. 이 층이 없는 사본을 옆에서 훈련해 두었다가, 정확도 손실이 거의 없을 때 교체할 수 있습니다.</translation>
        </message>
        <message>
            <source>Accuracy would fall by {points:.1f} points; this layer is doing work.</source>
            <translation>정확도가 {points:.1f}%p 떨어집니다. 이 층이 하는 일이 있습니다.</translation>
        </message>
        <message>
            <source>Hidden {place} not removed: still +{rise:.3f} loss</source>
            <translation>은닉층 {place} 제거 취소: 손실이 {rise:.3f} 높음</translation>
        </message>
        <message>
            <source>Hidden {place} not removed: still {points:.1f} points</source>
            <translation>은닉층 {place} 제거 취소: 정확도가 {points:.1f}%p 낮음</translation>
        </message>
        <message>
            <source>Hidden {place} to be removed</source>
            <translation>은닉층 {place} 제거 예정</translation>
        </message>
        <message>
            <source>Layer {layer} does not fold exactly: it needs no activation, and a dense layer right behind it. Use refit, fade or ready.</source>
            <translation>{layer}번 층은 정확히 합칠 수 없습니다. 활성화 함수가 없고 바로 뒤가 완전연결층이어야 합니다. 다시 맞추기, 서서히 제거나 준비되면 제거를 쓰세요.</translation>
        </message>
        <message>
            <source>Layer {layer} has nothing to learn; remove it directly.</source>
            <translation>{layer}번 층에는 학습할 것이 없습니다. 바로 제거하세요.</translation>
        </message>
        <message>
            <source>Residual block not removed: still +{rise:.3f} loss</source>
            <translation>잔차 블록 제거 취소: 손실이 {rise:.3f} 높음</translation>
        </message>
        <message>
            <source>Residual block not removed: still {points:.1f} points</source>
            <translation>잔차 블록 제거 취소: 정확도가 {points:.1f}%p 낮음</translation>
        </message>
        <message>
            <source>Residual block to be removed</source>
            <translation>잔차 블록 제거 예정</translation>
        </message>
        <message>
            <source>The loss would jump by {rise:.3f}. A copy without this layer can be trained beside the network and take over once that costs next to nothing.</source>
            <translation>손실이 {rise:.3f}만큼 갑자기 커집니다. 이 층이 없는 사본을 옆에서 훈련해 두었다가, 정확도 손실이 거의 없을 때 교체할 수 있습니다.</translation>
        </message>
        <message>
            <source>The weights are too large for this; undo, or go on with a smaller learning rate.</source>
            <translation>가중치가 너무 커서 이 수정을 할 수 없습니다. 되돌리거나 학습률을 낮추어 계속하세요.</translation>
        </message>
        <message>
            <source>That layer is not in the network any more.</source>
            <translation>그 층은 이제 신경망에 없습니다.</translation>
        </message>
        <message>
            <source>Something else is called {name} by now. Rename that first, then try again.</source>
            <translation>‘{name}’ 이름이 이미 쓰이고 있습니다. 그 이름부터 바꾼 다음 다시 시도하세요.</translation>
        </message>
        <message>
            <source>{name} cannot be moved back to {folder}.</source>
            <translation>‘{name}’: {folder} 폴더로 되돌려 놓을 수 없습니다.</translation>
        </message>
        <message>
            <source>{name} cannot be moved to the bin: another program uses it, or it may not be changed.</source>
            <translation>‘{name}’: 다른 프로그램이 사용 중이거나 바꿀 권한이 없어서 휴지통으로 옮길 수 없습니다.</translation>
        </message>
        <message>
            <source>{name} cannot be moved to the bin: the disk is full.</source>
            <translation>‘{name}’: 디스크가 가득 차서 휴지통으로 옮길 수 없습니다.</translation>
        </message>
        <message>
            <source>{name} is not in the bin any more.</source>
            <translation>‘{name}’: 휴지통에 더 이상 없습니다.</translation>
        </message>
        <message>
            <source>{name} is not there any more.</source>
            <translation>‘{name}’: 더 이상 그 자리에 없습니다.</translation>
        </message>
        <message>
            <source>PyTorch in this environment does not load. Repair the environment, or train with another one.</source>
            <translation>이 환경의 PyTorch가 불러와지지 않습니다. 환경을 복구하거나 다른 환경에서 훈련하세요.</translation>
        </message>
        <message>
            <source>PyTorch is still being loaded. The first time this can take a minute or two. Wait, start again, or train with another environment.</source>
            <translation>아직 PyTorch를 불러오는 중입니다. 처음에는 1~2분이 걸릴 수 있습니다. 기다리거나, 다시 시작하거나, 다른 환경에서 훈련하세요.</translation>
        </message>
        <message>
            <source>The Python of this environment does not start: its file {name} is missing. Repair the environment, or train with another one.</source>
            <translation>이 환경의 Python이 시작되지 않습니다. 필요한 파일이 없습니다: {name}. 환경을 복구하거나 다른 환경에서 훈련하세요.</translation>
        </message>
        <message>
            <source>The Python of this environment does not start: its own files are missing. Repair the environment, or train with another one.</source>
            <translation>이 환경의 Python이 시작되지 않습니다. Python 자체의 파일이 없습니다. 환경을 복구하거나 다른 환경에서 훈련하세요.</translation>
        </message>
        <message>
            <source>The Python of this environment is too old for training. Make a new environment with TorchGarden.</source>
            <translation>이 환경의 Python은 훈련에 쓰기에 너무 오래되었습니다. TorchGarden에서 새 환경을 만드세요.</translation>
        </message>
        <message>
            <source>The folder {path} is called torch, and PyTorch is not in it. Delete it and install PyTorch again, or train with another environment.</source>
            <translation>이름이 torch인 폴더가 있지만 그 안에 PyTorch가 없습니다: {path}. 그 폴더를 지우고 PyTorch를 다시 설치하거나 다른 환경에서 훈련하세요.</translation>
        </message>
        <message>
            <source>The installing process has been busy with one thing for half a minute. A slow disk or network can be the reason. Wait, or start it again: nothing is downloaded twice.</source>
            <translation>설치 프로세스가 30초째 한 가지 일만 하고 있습니다. 디스크나 인터넷이 느리기 때문일 수 있습니다. 기다리거나 다시 시작하세요. 이미 받은 것은 다시 받지 않습니다.</translation>
        </message>
        <message>
            <source>The installing process has said nothing for five seconds. The computer may be busy. Wait, or start it again: nothing is downloaded twice.</source>
            <translation>설치 프로세스가 5초 동안 응답하지 않습니다. 컴퓨터가 바쁠 수 있습니다. 기다리거나 다시 시작하세요. 이미 받은 것은 다시 받지 않습니다.</translation>
        </message>
        <message>
            <source>The installing process is still starting. Wait, or start it again: nothing is downloaded twice.</source>
            <translation>설치 프로세스가 아직 시작하는 중입니다. 기다리거나 다시 시작하세요. 이미 받은 것은 다시 받지 않습니다.</translation>
        </message>
        <message>
            <source>The training process has been busy with one thing for more than five seconds. A large network can take as long. Wait, or start it again.</source>
            <translation>훈련 프로세스가 5초 넘게 한 가지 일을 하고 있습니다. 신경망이 크면 이만큼 걸릴 수 있습니다. 기다리거나 다시 시작하세요.</translation>
        </message>
        <message>
            <source>The training process has said nothing for five seconds. The computer may be busy or short of memory. Wait, or start it again.</source>
            <translation>훈련 프로세스가 5초 동안 응답하지 않습니다. 컴퓨터가 바쁘거나 메모리가 부족할 수 있습니다. 기다리거나 다시 시작하세요.</translation>
        </message>
        <message>
            <source>There is a training in {folder} already. Save into another folder, or continue it with --open.</source>
            <translation>그 폴더에는 이미 훈련이 있습니다: {folder}. 다른 폴더에 저장하거나 --open으로 이어서 훈련하세요.</translation>
        </message>
        <message>
            <source>A new layer lets everything through at first, so it needs at least {width} units here. Narrow it later, or insert a residual block.</source>
            <translation>새 층은 처음에 값을 그대로 통과시키므로 여기서는 유닛이 {width}개 이상이어야 합니다. 넣은 뒤에 유닛을 줄이거나 잔차 블록을 넣으세요.</translation>
        </message>
        <message>
            <source>Residual block inserted, {width} wide</source>
            <translation>잔차 블록 삽입: 유닛 {width}개</translation>
        </message>
        <message>
            <source>Batch size changed</source>
            <translation>배치 크기 변경</translation>
        </message>
        <message>
            <source>Gradient clip changed</source>
            <translation>기울기 클리핑 변경</translation>
        </message>
        <message>
            <source>L1 changed</source>
            <translation>L1 변경</translation>
        </message>
        <message>
            <source>Learning rate changed</source>
            <translation>학습률 변경</translation>
        </message>
        <message>
            <source>Momentum changed</source>
            <translation>모멘텀 변경</translation>
        </message>
        <message>
            <source>Optimizer changed</source>
            <translation>옵티마이저 변경</translation>
        </message>
        <message>
            <source>Ramp of new units changed</source>
            <translation>새 유닛 적응 변경</translation>
        </message>
        <message>
            <source>Schedule changed</source>
            <translation>스케줄 변경</translation>
        </message>
        <message>
            <source>Schedule steps changed</source>
            <translation>스케줄 길이 변경</translation>
        </message>
        <message>
            <source>Weight decay changed</source>
            <translation>가중치 감쇠 변경</translation>
        </message>
        <message>
            <source>After {steps} steps the accuracy is {percent}%, which is chance. More units, another activation or another learning rate may help.</source>
            <translation>{steps}스텝이 지났지만 정확도가 {percent}%로, 아무렇게나 고른 것과 같습니다. 유닛을 늘리거나 활성화 함수나 학습률을 바꾸면 나아질 수 있습니다.</translation>
        </message>
        <message>
            <source>After {steps} steps the accuracy is {percent}%, which is chance. The learning rate {rate} is far from the usual {usual}; try that.</source>
            <translation>{steps}스텝이 지났지만 정확도가 {percent}%로, 아무렇게나 고른 것과 같습니다. 학습률 {rate}은(는) 보통 쓰는 {usual}과(와) 크게 다릅니다. 보통 값으로 해 보세요.</translation>
        </message>
        <message>
            <source>After {steps} steps the accuracy is {percent}%, which is chance: without a hidden layer the border between the classes is a straight line. Insert a hidden layer.</source>
            <translation>{steps}스텝이 지났지만 정확도가 {percent}%로, 아무렇게나 고른 것과 같습니다. 은닉층이 없으면 클래스의 경계가 직선뿐입니다. 은닉층을 넣으세요.</translation>
        </message>
        <message>
            <source>Overfitting: since step {step} the validation loss has risen from {lowest} to {now}, while the training loss still falls. The network learns the samples by heart. Weight decay, fewer units or more data help.</source>
            <translation>과적합: {step}스텝부터 훈련 손실은 줄어드는데 검증 손실이 {lowest}에서 {now}(으)로 커졌습니다. 신경망이 표본을 외우고 있습니다. 가중치 감쇠를 쓰거나 유닛을 줄이거나 데이터를 늘리면 나아집니다.</translation>
        </message>
        <message>
            <source>The gradient vanishes on its way back: in layer {layer} it is {share} of what it is at the output, through {count} layers with {activation}. ReLU, batch norm or residual blocks let it through.</source>
            <translation>기울기 소실: {activation} 층 {count}개를 거슬러 오면서 {layer}번 층의 기울기가 출력층의 {share}배로 작아졌습니다. ReLU, 배치 정규화, 잔차 블록을 쓰면 기울기가 지나갑니다.</translation>
        </message>
        <message>
            <source>{silent} of the {width} units of layer {layer} give the same for every sample, so hardly anything gets through. Another activation lets them learn again.</source>
            <translation>{layer}번 층의 유닛 {width}개 가운데 {silent}개가 모든 표본에 같은 값을 내서 거의 아무것도 지나가지 못합니다. 다른 활성화 함수를 쓰면 다시 배울 수 있습니다.</translation>
        </message>
        <message>
            <source>Say what to run: torchgarden env run NAME -- python</source>
            <translation>실행할 것을 적어 주세요: torchgarden env run NAME -- python</translation>
        </message>
        <message>
            <source>There is no program called {name} in this environment or on PATH.</source>
            <translation>이 가상환경과 PATH에 {name}(이)라는 프로그램이 없습니다.</translation>
        </message>
        <message>
            <source>{name} cannot be started here.</source>
            <translation>{name}: 여기서는 시작할 수 없습니다.</translation>
        </message>
        <message>
            <source>Another program has the training {name} open. Close it there, or open a copy.</source>
            <translation>다른 프로그램에서 ‘{name}’ 훈련을 열어 두었습니다. 그쪽에서 닫거나 사본을 여세요.</translation>
        </message>
        <message>
            <source>Another program is using it: close that one first.</source>
            <translation>다른 프로그램에서 사용 중입니다. 그 프로그램부터 닫아 주세요.</translation>
        </message>
        <message>
            <source>Its list entry was damaged; it was read from the weights.</source>
            <translation>목록 파일(run.json)이 손상되어 가중치 파일에 적힌 내용을 읽어 왔습니다.</translation>
        </message>
        <message>
            <source>Its weights are missing: it cannot be continued.</source>
            <translation>가중치 파일이 없어서 이어서 훈련할 수 없습니다.</translation>
        </message>
        <message>
            <source>That disk can only be read.</source>
            <translation>읽기 전용 디스크입니다.</translation>
        </message>
        <message>
            <source>The disk gave no answer: look whether it is connected and in order.</source>
            <translation>디스크가 응답하지 않습니다. 연결과 상태를 확인해 주세요.</translation>
        </message>
        <message>
            <source>The disk is full: free some space on it.</source>
            <translation>디스크가 가득 찼습니다. 공간을 비워 주세요.</translation>
        </message>
        <message>
            <source>The folder or the disk it is on is not there any more.</source>
            <translation>폴더나 그 폴더가 있던 디스크를 더 이상 찾을 수 없습니다.</translation>
        </message>
        <message>
            <source>The name is too long for that disk.</source>
            <translation>그 디스크에서 쓰기에는 이름이 너무 깁니다.</translation>
        </message>
        <message>
            <source>The training cannot be saved as {name}.</source>
            <translation>훈련을 ‘{name}’ 이름으로 저장할 수 없습니다.</translation>
        </message>
        <message>
            <source>The training {name} cannot be copied.</source>
            <translation>‘{name}’ 훈련의 사본을 만들 수 없습니다.</translation>
        </message>
        <message>
            <source>The training {name} cannot be deleted.</source>
            <translation>‘{name}’ 훈련을 삭제할 수 없습니다.</translation>
        </message>
        <message>
            <source>The training {name} cannot be renamed.</source>
            <translation>‘{name}’ 훈련의 이름을 바꿀 수 없습니다.</translation>
        </message>
        <message>
            <source>The training {name} could not be saved up to its last step.</source>
            <translation>‘{name}’ 훈련을 마지막 스텝까지 저장하지 못했습니다.</translation>
        </message>
        <message>
            <source>The training {name} is damaged and cannot be read.</source>
            <translation>‘{name}’ 훈련은 파일이 손상되어 읽을 수 없습니다.</translation>
        </message>
        <message>
            <source>The training {name} is open in another TorchGarden since {since} (process {pid}). Close it there, or open a copy.</source>
            <translation>‘{name}’ 훈련은 {since}부터 다른 TorchGarden 창에서 열려 있습니다(프로세스 {pid}). 그 창에서 닫거나 사본을 여세요.</translation>
        </message>
        <message>
            <source>The training {name} is open on the computer {computer} since {since} (process {pid}). Close it there, or open a copy.</source>
            <translation>‘{name}’ 훈련은 {since}부터 다른 컴퓨터({computer})에서 열려 있습니다(프로세스 {pid}). 그 컴퓨터에서 닫거나 사본을 여세요.</translation>
        </message>
        <message>
            <source>This training cannot be saved now. It goes on, and is saved as soon as that works again.</source>
            <translation>지금은 훈련을 저장할 수 없습니다. 훈련은 계속되며, 저장할 수 있게 되면 바로 저장합니다.</translation>
        </message>
        <message>
            <source>You are not allowed to write there.</source>
            <translation>그 위치에 쓸 권한이 없습니다.</translation>
        </message>
        <message>
            <source>Layer {layer} drops a share from 0 to below 1, not {rate}.</source>
            <translation>{layer}번 층의 드롭아웃 비율은 0 이상 1 미만이어야 합니다. {rate}은(는) 쓸 수 없습니다.</translation>
        </message>
        <message>
            <source>Layer {layer} has a key that cannot be: {key}.</source>
            <translation>{layer}번 층의 키 {key}은(는) 있을 수 없는 값입니다.</translation>
        </message>
        <message>
            <source>Layer {layer} makes {count:,} numbers of one sample, too many.</source>
            <translation>{layer}번 층은 표본 하나에서 값을 {count:,}개 만듭니다. 너무 많습니다.</translation>
        </message>
        <message>
            <source>Layer {layer} needs at least one group of channels.</source>
            <translation>{layer}번 층에는 채널 그룹이 하나 이상 있어야 합니다.</translation>
        </message>
        <message>
            <source>Precision changed</source>
            <translation>정밀도 변경</translation>
        </message>
        <message>
            <source>The input of a network is a row of numbers, or channels, height and width.</source>
            <translation>신경망의 입력은 수의 나열이거나 채널 수에 높이와 너비를 더한 것이어야 합니다.</translation>
        </message>
        <message>
            <source>The window of layer {layer} and its step must be 1 to {most} pixels, its border 0 to {most}.</source>
            <translation>{layer}번 층의 창과 간격은 1~{most}픽셀, 테두리는 0~{most}픽셀이어야 합니다.</translation>
        </message>
        <message>
            <source>This computer can use 1 to {most} threads; 0 stands for the fastest number.</source>
            <translation>이 컴퓨터에서는 스레드를 1개에서 {most}개까지 쓸 수 있습니다. 0은 가장 빠른 개수를 뜻합니다.</translation>
        </message>
        <message>
            <source>Two layers have the same key, {key}.</source>
            <translation>두 층의 키가 {key}(으)로 같습니다.</translation>
        </message>
        <message>
            <source>The system does not let the Python of this environment run. Make the environment in another folder, or train with another one.</source>
            <translation>시스템이 이 환경의 Python을 실행하지 못하게 합니다. 다른 폴더에 환경을 만들거나 다른 환경에서 훈련하세요.</translation>
        </message>
        <message>
            <source>This environment was made for another kind of processor. Make a new one on this computer.</source>
            <translation>이 환경은 다른 종류의 프로세서용입니다. 이 컴퓨터에서 새 환경을 만드세요.</translation>
        </message>
        <message>
            <source>The computer could not start another program. Close some that you do not need, and start again.</source>
            <translation>컴퓨터가 새 프로그램을 시작하지 못했습니다. 필요 없는 프로그램을 닫고 다시 시작하세요.</translation>
        </message>
        <message>
            <source>The charts of “{name}” were damaged and begin again. The network is whole.</source>
            <translation>‘{name}’의 그래프가 손상되어 처음부터 다시 그립니다. 신경망은 온전합니다.</translation>
        </message>
        <message>
            <source>The training {name} cannot be continued: its weights are damaged, or another program has written them.</source>
            <translation>훈련 {name}을(를) 이어서 할 수 없습니다. 가중치가 손상되었거나 다른 프로그램이 쓴 파일입니다.</translation>
        </message>
        <message>
            <source>{one} and {other} do not go together. Leave one of them out.</source>
            <translation>함께 쓸 수 없는 옵션입니다: {one}, {other}. 둘 중 하나는 빼세요.</translation>
        </message>
        <message>
            <source>{name} cannot be read: it is not there.</source>
            <translation>{name} 파일을 읽을 수 없습니다. 그 자리에 없습니다.</translation>
        </message>
        <message>
            <source>After {steps} steps nothing is learned: L1 of {value} pulls all weights to 0. Begin again with less.</source>
            <translation>{steps}스텝이 지났지만 배운 것이 없습니다. L1 {value}이(가) 모든 가중치를 0으로 끌어당깁니다. 값을 줄여 처음부터 다시 시작하세요.</translation>
        </message>
        <message>
            <source>After {steps} steps nothing is learned: a weight decay of {value} pulls all weights to 0. Begin again with less.</source>
            <translation>{steps}스텝이 지났지만 배운 것이 없습니다. 가중치 감쇠 {value}이(가) 모든 가중치를 0으로 끌어당깁니다. 값을 줄여 처음부터 다시 시작하세요.</translation>
        </message>
        <message>
            <source>After {steps} steps the loss is {loss}, no better than always answering with the mean. More units, another activation or another learning rate may help.</source>
            <translation>{steps}스텝이 지났지만 손실이 {loss}(으)로, 늘 평균값만 답하는 것보다 낫지 않습니다. 유닛을 늘리거나 활성화 함수나 학습률을 바꾸면 나아질 수 있습니다.</translation>
        </message>
        <message>
            <source>After {steps} steps the loss is {loss}, no better than always answering with the mean. The learning rate {rate} is far from the usual {usual}; try that.</source>
            <translation>{steps}스텝이 지났지만 손실이 {loss}(으)로, 늘 평균값만 답하는 것보다 낫지 않습니다. 학습률 {rate}은(는) 보통 쓰는 {usual}과(와) 크게 다릅니다. 보통 값으로 해 보세요.</translation>
        </message>
        <message>
            <source>PyTorch is still being loaded for looking inside. The training goes on. Wait, or start it again.</source>
            <translation>들여다보기에 쓸 PyTorch를 아직 불러오고 있습니다. 훈련은 계속됩니다. 기다리거나 다시 시작하세요.</translation>
        </message>
        <message>
            <source>The process that looks inside has been busy with one thing for more than five seconds. The training goes on. Wait, or start it again.</source>
            <translation>들여다보는 프로세스가 5초 넘게 한 가지 일을 하고 있습니다. 훈련은 계속됩니다. 기다리거나 다시 시작하세요.</translation>
        </message>
        <message>
            <source>The process that looks inside has said nothing for five seconds. The training goes on. Wait, or start it again.</source>
            <translation>들여다보는 프로세스가 5초 동안 아무 말이 없습니다. 훈련은 계속됩니다. 기다리거나 다시 시작하세요.</translation>
        </message>
        <message>
            <source>The training cannot be handed over.</source>
            <translation>훈련을 넘겨줄 수 없습니다.</translation>
        </message>
        <message>
            <source>There is no training to look into yet.</source>
            <translation>아직 들여다볼 훈련이 없습니다.</translation>
        </message>
        <message>
            <source>This command is not known here.</source>
            <translation>여기서 모르는 명령입니다.</translation>
        </message>
        <message>
            <source>Hidden {place} not narrowed: another edit came first</source>
            <translation>은닉층 {place} 줄이기 취소: 다른 수정이 먼저 됨</translation>
        </message>
        <message>
            <source>Hidden {place} not removed: another edit came first</source>
            <translation>은닉층 {place} 제거 취소: 다른 수정이 먼저 됨</translation>
        </message>
        <message>
            <source>Hidden {place} stays as it is</source>
            <translation>은닉층 {place} 그대로 두기</translation>
        </message>
        <message>
            <source>Residual block not removed: another edit came first</source>
            <translation>잔차 블록 제거 취소: 다른 수정이 먼저 됨</translation>
        </message>
        <message>
            <source>Residual block stays as it is</source>
            <translation>잔차 블록 그대로 두기</translation>
        </message>
        <message>
            <source>All {width} units of layer {layer} give the same for every sample, so nothing gets through. Another activation lets them learn again.</source>
            <translation>{layer}번 층의 유닛 {width}개 모두가 모든 표본에 같은 값을 내서 아무것도 지나가지 못합니다. 다른 활성화 함수를 쓰면 다시 배울 수 있습니다.</translation>
        </message>
        <message>
            <source>All {width} units of layer {layer} give the same for every sample: the learning rate {rate} has thrown them out of reach. Begin again with a smaller one.</source>
            <translation>{layer}번 층의 유닛 {width}개 모두가 모든 표본에 같은 값을 냅니다. 학습률 {rate}이(가) 너무 커서 돌아올 수 없는 곳으로 밀려났습니다. 더 작은 학습률로 처음부터 다시 훈련하세요.</translation>
        </message>
        <message>
            <source>Hardly any gradient reaches layer {layer}: the learning rate {rate} has made the weights so large that the units are saturated. Begin again with a smaller one.</source>
            <translation>{layer}번 층까지 기울기가 거의 오지 않습니다. 학습률 {rate}이(가) 너무 커서 가중치가 커지고 유닛이 포화되었습니다. 더 작은 학습률로 처음부터 다시 훈련하세요.</translation>
        </message>
        <message>
            <source>{silent} of the {width} units of layer {layer} give the same for every sample: the learning rate {rate} has thrown them out of reach. Begin again with a smaller one.</source>
            <translation>{layer}번 층의 유닛 {width}개 가운데 {silent}개가 모든 표본에 같은 값을 냅니다. 학습률 {rate}이(가) 너무 커서 돌아올 수 없는 곳으로 밀려났습니다. 더 작은 학습률로 처음부터 다시 훈련하세요.</translation>
        </message>
        <message>
            <source>For {steps} steps the loss has stayed at {loss}; a network that knows nothing has {ignorant}. The learning rate is {rate} now, far from the usual {usual}; try that, with a constant schedule.</source>
            <translation>{steps}스텝 동안 손실이 {loss}에서 줄지 않았습니다. 아무것도 배우지 않은 신경망의 손실은 {ignorant}입니다. 지금 학습률 {rate}이(가) 보통 쓰는 {usual}과(와) 크게 다릅니다. 일정한 스케줄로 그 값을 써 보세요.</translation>
        </message>
        <message>
            <source>For {steps} steps the loss has stayed at {loss}; a network that knows nothing has {ignorant}. The network is likely too small for the data. More units or another hidden layer help.</source>
            <translation>{steps}스텝 동안 손실이 {loss}에서 줄지 않았습니다. 아무것도 배우지 않은 신경망의 손실은 {ignorant}입니다. 데이터에 비해 신경망이 너무 작은 것 같습니다. 유닛이나 은닉층을 늘리면 도움이 됩니다.</translation>
        </message>
        <message>
            <source>The gradient explodes: its norm has grown from {first} to {now} in {steps} steps, and the loss from {loss} to {risen}. The learning rate {rate} is likely too large. A smaller one, or clipping the gradient, helps.</source>
            <translation>기울기가 너무 커지고 있습니다. {steps}스텝 사이에 기울기 크기가 {first}에서 {now}(으)로, 손실이 {loss}에서 {risen}(으)로 커졌습니다. 학습률 {rate}이(가) 너무 큰 것 같습니다. 학습률을 줄이거나 기울기 클리핑을 쓰면 도움이 됩니다.</translation>
        </message>
        <message>
            <source>The worker could not read what it was asked, and has changed nothing. Start TorchGarden again: parts of two versions may be running together.</source>
            <translation>작업 프로세스가 요청을 읽지 못해 아무것도 바꾸지 않았습니다. 두 버전이 섞여 실행 중일 수 있으니 TorchGarden을 다시 시작해 주세요.</translation>
        </message>
        <message>
            <source>{name} is not a recording, or it is damaged.</source>
            <translation>{name}은(는) 녹화 파일이 아니거나 손상되었습니다.</translation>
        </message>
        <message>
            <source>This recording was written by a newer TorchGarden: update TorchGarden to replay it.</source>
            <translation>이 녹화는 더 새로운 TorchGarden에서 만든 것입니다. TorchGarden을 업데이트하면 재생할 수 있습니다.</translation>
        </message>
        <message>
            <source>A name begins with a letter; letters, digits and _ follow, up to {most} in all. Choose another name.</source>
            <translation>이름은 글자로 시작하고, 그 뒤에 글자, 숫자, _가 옵니다. 모두 {most}자까지입니다. 다른 이름을 고르세요.</translation>
        </message>
        <message>
            <source>There is a {name} on the bench already. Choose another name.</source>
            <translation>‘{name}’ 이름은 이미 쓰이고 있습니다. 다른 이름을 고르세요.</translation>
        </message>
        <message>
            <source>“{name}” is a word of Python’s own. Choose another name.</source>
            <translation>‘{name}’ 같은 파이썬 예약어는 이름으로 쓸 수 없습니다. 다른 이름을 고르세요.</translation>
        </message>
        <message>
            <source>This TorchGarden has no PyTorch of its own. Give a Python that has it: --python FILE. “torchgarden env list” shows which there are, “torchgarden env create” makes one.</source>
            <translation>이 TorchGarden에는 PyTorch가 들어 있지 않습니다. PyTorch가 있는 Python을 주세요: --python FILE. ‘torchgarden env list’로 무엇이 있는지 보고, ‘torchgarden env create’로 만들 수 있습니다.</translation>
        </message>
        <message>
            <source>{one} is too long, or it holds something that is no letter.</source>
            <translation>{one}: 너무 길거나, 글자가 아닌 것이 들어 있습니다.</translation>
        </message>
        <message>
            <source>--stop-when can be given {most} times at most.</source>
            <translation>--stop-when은 많아야 {most}번 쓸 수 있습니다.</translation>
        </message>
        <message>
            <source>A range goes from a smaller to a larger number, as in “{example}”.</source>
            <translation>범위는 작은 수에서 큰 수로 갑니다. 예: ‘{example}’.</translation>
        </message>
        <message>
            <source>A share is between 0% and 100%, as in “{example}”.</source>
            <translation>비율은 0%에서 100% 사이입니다. 예: ‘{example}’.</translation>
        </message>
        <message>
            <source>A step is a whole number from 1 on, as in “{example}”.</source>
            <translation>스텝은 1부터 시작하는 정수입니다. 예: ‘{example}’.</translation>
        </message>
        <message>
            <source>A training can have {most} conditions at most.</source>
            <translation>한 훈련에는 조건을 많아야 {most}개 둘 수 있습니다.</translation>
        </message>
        <message>
            <source>Here is no condition. One is “{example}”.</source>
            <translation>조건이 없습니다. 예를 들어 ‘{example}’처럼 씁니다.</translation>
        </message>
        <message>
            <source>Layer {layer} has no weights that a step could move.</source>
            <translation>{layer}번 층에는 스텝이 바꿀 가중치가 없습니다.</translation>
        </message>
        <message>
            <source>Layer {layer} is no hidden layer: it has no units that could be dead.</source>
            <translation>{layer}번 층은 은닉층이 아니어서 죽을 수 있는 유닛이 없습니다.</translation>
        </message>
        <message>
            <source>This step is not kept any more. Only the last stops are, until the app is closed.</source>
            <translation>이 스텝의 상태는 이제 남아 있지 않습니다. 마지막 몇 번의 멈춤만 앱을 닫을 때까지 보관됩니다.</translation>
        </message>
        <message>
            <source>Stop: accuracy above {percent:g}%</source>
            <translation>멈춤: 정확도 {percent:g}% 초과</translation>
        </message>
        <message>
            <source>Stop: accuracy below {percent:g}%</source>
            <translation>멈춤: 정확도 {percent:g}% 미만</translation>
        </message>
        <message>
            <source>Stop: an edit was done</source>
            <translation>멈춤: 수정됨</translation>
        </message>
        <message>
            <source>Stop: gradient norm above {value:g}</source>
            <translation>멈춤: 기울기 노름 {value:g} 초과</translation>
        </message>
        <message>
            <source>Stop: gradient norm below {value:g}</source>
            <translation>멈춤: 기울기 노름 {value:g} 미만</translation>
        </message>
        <message>
            <source>Stop: loss above {value:g}</source>
            <translation>멈춤: 손실 {value:g} 초과</translation>
        </message>
        <message>
            <source>Stop: loss below {value:g}</source>
            <translation>멈춤: 손실 {value:g} 미만</translation>
        </message>
        <message>
            <source>Stop: more than {percent:g}% of Hidden {place} dead</source>
            <translation>멈춤: 은닉층 {place}의 죽은 유닛 {percent:g}% 초과</translation>
        </message>
        <message>
            <source>Stop: more than {percent:g}% of a layer dead</source>
            <translation>멈춤: 한 층의 죽은 유닛 {percent:g}% 초과</translation>
        </message>
        <message>
            <source>Stop: step {step:,}</source>
            <translation>멈춤: {step:,}스텝</translation>
        </message>
        <message>
            <source>Stop: the loss is not a number</source>
            <translation>멈춤: 손실이 수가 아님</translation>
        </message>
        <message>
            <source>Stop: update ratio above {value:g}</source>
            <translation>멈춤: 갱신 비율 {value:g} 초과</translation>
        </message>
        <message>
            <source>Stop: update ratio below {value:g}</source>
            <translation>멈춤: 갱신 비율 {value:g} 미만</translation>
        </message>
        <message>
            <source>Stop: update ratio of Hidden {place} above {value:g}</source>
            <translation>멈춤: 은닉층 {place}의 갱신 비율 {value:g} 초과</translation>
        </message>
        <message>
            <source>Stop: update ratio of Hidden {place} below {value:g}</source>
            <translation>멈춤: 은닉층 {place}의 갱신 비율 {value:g} 미만</translation>
        </message>
        <message>
            <source>Stop: update ratio of Hidden {place} outside {value:g} to {upper:g}</source>
            <translation>멈춤: 은닉층 {place}의 갱신 비율이 {value:g}~{upper:g} 밖</translation>
        </message>
        <message>
            <source>Stop: update ratio outside {value:g} to {upper:g}</source>
            <translation>멈춤: 갱신 비율이 {value:g}~{upper:g} 밖</translation>
        </message>
        <message>
            <source>Stop: validation loss above {value:g}</source>
            <translation>멈춤: 검증 손실 {value:g} 초과</translation>
        </message>
        <message>
            <source>Stop: validation loss below {value:g}</source>
            <translation>멈춤: 검증 손실 {value:g} 미만</translation>
        </message>
        <message>
            <source>This condition makes no sense. One is “{example}”.</source>
            <translation>이 조건은 뜻이 통하지 않습니다. 예를 들어 ‘{example}’처럼 씁니다.</translation>
        </message>
        <message>
            <source>This number is never below 0. A condition is “{example}”.</source>
            <translation>이 수는 0보다 작을 수 없습니다. 예를 들어 ‘{example}’처럼 씁니다.</translation>
        </message>
        <message>
            <source>“{number}” is not a number. A condition is “{example}”.</source>
            <translation>‘{number}’은(는) 수가 아닙니다. 예를 들어 ‘{example}’처럼 씁니다.</translation>
        </message>
        <message>
            <source>“{number}” is no share; with % it is one, as in “{example}”.</source>
            <translation>‘{number}’은(는) 비율이 아닙니다. ‘{example}’처럼 %를 붙여 씁니다.</translation>
        </message>
        <message>
            <source>“{words}” does not begin with something to watch. There is: {names}. A condition is “{example}”.</source>
            <translation>‘{words}’은(는) 지켜볼 것으로 시작하지 않습니다. 쓸 수 있는 것: {names}. 예를 들어 ‘{example}’처럼 씁니다.</translation>
        </message>
        <message>
            <source>“{words}” names a layer, and {name} has none. It should read like “{example}”.</source>
            <translation>‘{words}’에 층이 적혀 있지만 {name}에는 층이 없습니다. ‘{example}’처럼 씁니다.</translation>
        </message>
        <message>
            <source>“{words}” should read like “{example}”.</source>
            <translation>‘{words}’ 대신 ‘{example}’처럼 씁니다.</translation>
        </message>
        <message>
            <source>{product} ({name}) does not compute what it should, so nothing trains on it. Choose another device; restart the computer or update the graphics driver to use this one.</source>
            <translation>{product}({name})의 계산 결과가 맞지 않아 여기서 훈련하지 않습니다. 다른 디바이스를 고르세요. 이 디바이스를 쓰려면 컴퓨터를 다시 시작하거나 그래픽 드라이버를 업데이트하세요.</translation>
        </message>
        <message>
            <source>Something else was changed meanwhile and would be undone too. Look again, then decide.</source>
            <translation>그사이 다른 것이 바뀌어 함께 되돌아가게 됩니다. 다시 확인한 뒤 결정해 주세요.</translation>
        </message>
        <message>
            <source>There is nothing to call off: nothing is on its way for that layer.</source>
            <translation>취소할 것이 없습니다. 그 층에서는 진행 중인 것이 없습니다.</translation>
        </message>
        <message>
            <source>What is on its way there began before what can be undone; it goes on.</source>
            <translation>그 층의 변화는 되돌릴 수 있는 범위보다 먼저 시작되어 그대로 이어집니다.</translation>
        </message>
        <message>
            <source>A unit of layer {layer} has the inputs 0 to {last}; there is no input {input}.</source>
            <translation>{layer}번 층의 유닛에는 입력이 0부터 {last}까지 있습니다. {input}번 입력은 없습니다.</translation>
        </message>
        <message>
            <source>A weight or a bias can be set to a number from −{most:,} to {most:,}.</source>
            <translation>가중치와 편향은 −{most:,}부터 {most:,}까지의 수로 정할 수 있습니다.</translation>
        </message>
        <message>
            <source>Hidden {place}: bias of unit {number} set to {value:.4g}</source>
            <translation>은닉층 {place}: 유닛 {number}의 편향을 {value:.4g}(으)로 지정</translation>
        </message>
        <message>
            <source>Hidden {place}: weight {input} → {number} set to {value:.4g}</source>
            <translation>은닉층 {place}: 가중치 {input} → {number}을(를) {value:.4g}(으)로 지정</translation>
        </message>
        <message>
            <source>Output {number}: bias set to {value:.4g}</source>
            <translation>출력 {number}: 편향을 {value:.4g}(으)로 지정</translation>
        </message>
        <message>
            <source>Output {number}: weight from {input} set to {value:.4g}</source>
            <translation>출력 {number}: 입력 {input}의 가중치를 {value:.4g}(으)로 지정</translation>
        </message>
        <message>
            <source>The window of layer {layer} has {rows} rows and {columns} columns; there is no row {row} and column {column}.</source>
            <translation>{layer}번 층의 커널은 {rows}행 {columns}열입니다. {row}행 {column}열은 없습니다.</translation>
        </message>
        <message>
            <source>Only data with classes has mistakes to look at.</source>
            <translation>클래스가 있는 데이터에만 틀린 예가 있습니다.</translation>
        </message>
        <message>
            <source>The data has samples of {wanted} numbers, not {given}.</source>
            <translation>이 데이터의 표본은 수 {wanted}개로 되어 있고, {given}개가 아닙니다.</translation>
        </message>
        <message>
            <source>The picture holds something that is not a number.</source>
            <translation>그림에 수가 아닌 값이 들어 있습니다.</translation>
        </message>
        <message>
            <source>These samples have not been counted yet. Try again in a moment.</source>
            <translation>이 표본은 아직 세지 않았습니다. 잠시 뒤에 다시 해 보세요.</translation>
        </message>
        <message>
            <source>Between 1 and 90 percent of the samples can be kept for validation, not {percent}.</source>
            <translation>검증용으로 남겨 둘 수 있는 표본은 1~90퍼센트입니다. {percent}퍼센트는 안 됩니다.</translation>
        </message>
        <message>
            <source>The inputs can be some of these, each once and in this order: {names}.</source>
            <translation>입력은 다음 가운데에서 한 번씩, 이 순서대로만 고를 수 있습니다: {names}.</translation>
        </message>
        <message>
            <source>The inputs of {name} cannot be chosen: they are its pixels.</source>
            <translation>{name}의 입력은 고를 수 없습니다. 그림의 픽셀이 곧 입력입니다.</translation>
        </message>
        <message>
            <source>The noise must be between 0 and {most}, not {noise}.</source>
            <translation>잡음은 0에서 {most} 사이여야 합니다. {noise}은(는) 안 됩니다.</translation>
        </message>
        <message>
            <source>The plane can be watched up to 60 times a second, at {least} to {most} points a side.</source>
            <translation>평면은 1초에 60번까지, 한 변에 {least}~{most}개의 점으로 볼 수 있습니다.</translation>
        </message>
        <message>
            <source>A branch of “{name}” was damaged and is not listed any more. The others are whole.</source>
            <translation>“{name}”의 갈래 하나가 손상되어 목록에서 빠졌습니다. 나머지는 온전합니다.</translation>
        </message>
        <message>
            <source>A training keeps at most {count} branches and {size} GB of them. Delete one first.</source>
            <translation>훈련 하나에 갈래는 {count}개, {size}GB까지 둘 수 있습니다. 먼저 하나를 삭제하세요.</translation>
        </message>
        <message>
            <source>The list of branches of “{name}” was damaged. The network is whole.</source>
            <translation>“{name}”의 갈래 목록이 손상되었습니다. 신경망은 온전합니다.</translation>
        </message>
        <message>
            <source>The training stands at step {step:,} now.</source>
            <translation>훈련은 지금 {step:,}스텝에 있습니다.</translation>
        </message>
        <message>
            <source>This branch is not there any more.</source>
            <translation>이 갈래는 이제 없습니다.</translation>
        </message>
        <message>
            <source>This branch is the one that is trained now. Switch to another one first.</source>
            <translation>지금 훈련하고 있는 갈래입니다. 먼저 다른 갈래로 옮기세요.</translation>
        </message>
        <message>
            <source>This is step {step:,}, an earlier moment. Go back to now, or go on from here, before you change anything.</source>
            <translation>지금 보는 것은 지난 {step:,}스텝입니다. 무언가를 바꾸려면 먼저 지금으로 돌아가거나 여기서 이어 가세요.</translation>
        </message>
        <message>
            <source>This training has no step {step:,}.</source>
            <translation>이 훈련에는 {step:,}스텝이 없습니다.</translation>
        </message>
        <message>
            <source>A second network beside this one would need about {need_mib:,} MiB of memory, and {free_mib:,} MiB are free.</source>
            <translation>이 신경망 곁에 두 번째 신경망을 두려면 메모리가 약 {need_mib:,} MiB 필요한데, {free_mib:,} MiB가 비어 있습니다.</translation>
        </message>
        <message>
            <source>The comparison ended by itself after {n:,} steps.</source>
            <translation>{n:,}스텝 뒤에 비교가 스스로 끝났습니다.</translation>
        </message>
        <message>
            <source>The comparison that was kept with this training was damaged and is left out.</source>
            <translation>이 훈련과 함께 저장된 쌍둥이 비교가 손상되어 뺐습니다.</translation>
        </message>
        <message>
            <source>The data is other data now, so the comparison does not go on.</source>
            <translation>데이터가 바뀌어서 비교를 이어 가지 않습니다.</translation>
        </message>
        <message>
            <source>The network before the edit is not kept any more. Make another edit to compare with.</source>
            <translation>수정하기 전의 신경망이 더는 남아 있지 않습니다. 다시 수정해서 비교해 보세요.</translation>
        </message>
        <message>
            <source>The network without the edit cannot be gone on with any more.</source>
            <translation>수정하지 않은 신경망으로는 더 이어 갈 수 없습니다.</translation>
        </message>
        <message>
            <source>The training has gone another way meanwhile, so the comparison does not go on.</source>
            <translation>그사이 훈련이 다른 길로 가서 비교를 이어 가지 않습니다.</translation>
        </message>
        <message>
            <source>There is no comparison to go on with.</source>
            <translation>이어 갈 비교가 없습니다.</translation>
        </message>
        <message>
            <source>There is no edit to compare with that can still be undone.</source>
            <translation>비교할 수정이 없습니다. 되돌릴 수 있는 수정이 있어야 합니다.</translation>
        </message>
        <message>
            <source>There is not enough memory for a second network beside this one.</source>
            <translation>이 신경망 곁에 두 번째 신경망을 둘 메모리가 부족합니다.</translation>
        </message>
        <message>
            <source>Went on without the edit</source>
            <translation>수정 없이 이어 감</translation>
        </message>
        <message>
            <source>Without the edit the loss grew beyond all numbers at step {n:,}.</source>
            <translation>수정하지 않은 쪽은 {n:,}스텝에서 손실이 발산했습니다.</translation>
        </message>
        <message>
            <source>{product} ({name}) has failed at a step, so the training stays where it is. Restart the computer or update the graphics driver before you try it again.</source>
            <translation>{product}({name}): 훈련 스텝을 계산하다 실패해서 훈련은 지금 있던 곳에서 계속합니다. 다시 시도하기 전에 컴퓨터를 다시 시작하거나 그래픽 드라이버를 업데이트하세요.</translation>
        </message>
        <message>
            <source>{product} ({name}) has failed, and what was on it is lost since the training was saved last. Restart, and it goes on from there on the processor.</source>
            <translation>{product}({name}): 디바이스가 계산에 실패해서 마지막으로 저장한 뒤의 훈련은 사라졌습니다. 다시 시작하면 프로세서에서 저장한 곳부터 계속합니다.</translation>
        </message>
        <message>
            <source>At most {most} units and lines can be watched at once.</source>
            <translation>유닛과 선은 한 번에 {most}개까지 볼 수 있습니다.</translation>
        </message>
        <message>
            <source>Layer {layer} reads {count} units; there is no unit {unit} before it.</source>
            <translation>{layer}번 층은 유닛 {count}개를 읽습니다. 그 앞에 {unit}번 유닛은 없습니다.</translation>
        </message>
        <message>
            <source>Layer {layer} is no convolution.</source>
            <translation>{layer}번 층은 합성곱층이 아닙니다.</translation>
        </message>
        <message>
            <source>There are {count} validation samples; there is no sample {n}.</source>
            <translation>검증 표본은 {count}개입니다. {n}번 표본은 없습니다.</translation>
        </message>
        <message>
            <source>Too much reaches layer {layer} to be shown.</source>
            <translation>{layer}번 층에 들어오는 값이 너무 많아 보여 줄 수 없습니다.</translation>
        </message>
        <message>
            <source>There is no layer with weights there any more.</source>
            <translation>그 자리에는 이제 가중치가 있는 층이 없습니다.</translation>
        </message>
        <message>
            <source>A point cannot have this class or value.</source>
            <translation>점에 줄 수 없는 클래스나 값입니다.</translation>
        </message>
        <message>
            <source>At least {least} points must stay.</source>
            <translation>점은 {least}개 이상 남아 있어야 합니다.</translation>
        </message>
        <message>
            <source>More than {most} changes to the points are not kept. Draw new points.</source>
            <translation>점을 {most}번까지만 바꿀 수 있습니다. 점을 새로 뽑으십시오.</translation>
        </message>
        <message>
            <source>Only points of the plane can be added, moved and taken away.</source>
            <translation>평면 위의 점만 더하고 옮기고 지울 수 있습니다.</translation>
        </message>
        <message>
            <source>Points changed</source>
            <translation>점 바꾸기</translation>
        </message>
        <message>
            <source>There is no such point.</source>
            <translation>그런 점이 없습니다.</translation>
        </message>
        <message>
            <source>This point is too far out.</source>
            <translation>이 점은 너무 바깥에 있습니다.</translation>
        </message>
        <message>
            <source>{one} needs a value.</source>
            <translation>{one} 뒤에 값을 적어 주세요.</translation>
        </message>
        <message>
            <source>PyTorch is still being loaded for taking the training home. Wait, or stop it.</source>
            <translation>훈련을 가져가려고 PyTorch를 아직 불러오고 있습니다. 기다리거나 멈추세요.</translation>
        </message>
        <message>
            <source>The data cannot be kept in {folder}.</source>
            <translation>데이터를 {folder}에 둘 수 없습니다.</translation>
        </message>
        <message>
            <source>The data was not deleted.</source>
            <translation>데이터를 삭제하지 못했습니다.</translation>
        </message>
        <message>
            <source>The data “{title}” is damaged. Prepare it again from the same files.</source>
            <translation>‘{title}’ 데이터가 손상되었습니다. 같은 파일로 다시 준비하세요.</translation>
        </message>
        <message>
            <source>The data “{title}” is not on this computer. Prepare it again from the same files, or open a .garden file that has it.</source>
            <translation>‘{title}’ 데이터가 이 컴퓨터에 없습니다. 같은 파일로 다시 준비하거나, 이 데이터가 든 .garden 파일을 여세요.</translation>
        </message>
        <message>
            <source>The process that reads data has been busy with one thing for half a minute. The training goes on. Wait, or stop it.</source>
            <translation>데이터를 읽는 프로세스가 30초째 한 가지 일을 하고 있습니다. 훈련은 계속됩니다. 기다리거나 멈추세요.</translation>
        </message>
        <message>
            <source>The process that reads data has said nothing for five seconds. The training goes on. Wait, or stop it.</source>
            <translation>데이터를 읽는 프로세스가 5초째 응답하지 않습니다. 훈련은 계속됩니다. 기다리거나 멈추세요.</translation>
        </message>
        <message>
            <source>The process that reads data is still starting. The training goes on. Wait, or stop it.</source>
            <translation>데이터를 읽는 프로세스가 아직 시작하고 있습니다. 훈련은 계속됩니다. 기다리거나 멈추세요.</translation>
        </message>
        <message>
            <source>The process that writes files has been busy with one thing for half a minute. Wait, or stop it.</source>
            <translation>파일을 쓰는 프로세스가 30초째 한 가지 일을 하고 있습니다. 기다리거나 멈추세요.</translation>
        </message>
        <message>
            <source>The process that writes files has said nothing for five seconds. Wait, or stop it.</source>
            <translation>파일을 쓰는 프로세스가 5초째 응답하지 않습니다. 기다리거나 멈추세요.</translation>
        </message>
        <message>
            <source>The training {name} cannot be continued without its data.</source>
            <translation>데이터가 없어서 훈련 {name}을(를) 이어 갈 수 없습니다.</translation>
        </message>
        <message>
            <source>There are no arrays in {path}.</source>
            <translation>{path}에 배열이 없습니다.</translation>
        </message>
        <message>
            <source>There is no set called {name}.</source>
            <translation>{name}(이)라는 데이터가 없습니다.</translation>
        </message>
        <message>
            <source>There is no table in {path}.</source>
            <translation>{path}에 표가 없습니다.</translation>
        </message>
        <message>
            <source>This data was prepared by a newer TorchGarden.</source>
            <translation>이 데이터는 더 새로운 TorchGarden이 준비한 것입니다.</translation>
        </message>
        <message>
            <source>This is not the name of prepared data.</source>
            <translation>준비된 데이터의 이름이 아닙니다.</translation>
        </message>
        <message>
            <source>{path} is not there.</source>
            <translation>{path}이(가) 없습니다.</translation>
        </message>
        <message>
            <source>{path} was not written.</source>
            <translation>{path}을(를) 쓰지 못했습니다.</translation>
        </message>
        <message>
            <source>How the run was trained is not told: doing it again takes too long, or it began elsewhere.</source>
            <translation>이 기록을 어떻게 훈련했는지는 담지 않았습니다. 다시 하는 데 너무 오래 걸리거나, 다른 곳에서 시작한 기록입니다.</translation>
        </message>
        <message>
            <source>The data was not taken along: it can predict, but neither measure nor train.</source>
            <translation>데이터를 함께 담지 않았습니다. 예측은 할 수 있지만 검증과 훈련은 할 수 없습니다.</translation>
        </message>
        <message>
            <source>There is already something else called {folder} beside it. Choose another name.</source>
            <translation>같은 곳에 이름이 {folder}인 다른 것이 이미 있습니다. 다른 이름을 고르세요.</translation>
        </message>
        <message>
            <source>Weights and numbers lie in the folder {folder} beside it; keep both together.</source>
            <translation>가중치와 수는 곁에 있는 {folder} 폴더에 있습니다. 둘을 함께 두세요.</translation>
        </message>
    </context>
</TS>
