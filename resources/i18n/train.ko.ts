<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>1 step/s</source>
            <translation>초당 1스텝</translation>
        </message>
        <message>
            <source>1 thread</source>
            <translation>스레드 1개</translation>
        </message>
        <message>
            <source>100 steps/s</source>
            <translation>초당 100스텝</translation>
        </message>
        <message>
            <source>20 steps/s</source>
            <translation>초당 20스텝</translation>
        </message>
        <message>
            <source>5 steps/s</source>
            <translation>초당 5스텝</translation>
        </message>
        <message>
            <source>A layer has from 1 to {most} units, not {part}.</source>
            <translation>한 층의 유닛은 1개부터 {most}개까지입니다. {part}개는 안 됩니다.</translation>
        </message>
        <message>
            <source>AMSGrad</source>
            <translation>AMSGrad</translation>
        </message>
        <message>
            <source>Activation</source>
            <translation>활성화 함수</translation>
        </message>
        <message>
            <source>Adam</source>
            <translation>Adam</translation>
        </message>
        <message>
            <source>AdamW</source>
            <translation>AdamW</translation>
        </message>
        <message>
            <source>Add units</source>
            <translation>유닛 늘리기</translation>
        </message>
        <message>
            <source>Add {n} units</source>
            <translation>유닛 {n}개 늘리기</translation>
        </message>
        <message>
            <source>Another network on the same data</source>
            <translation>같은 데이터로 다른 신경망</translation>
        </message>
        <message>
            <source>As fast as it goes, or slow enough to watch.</source>
            <translation>최대한 빠르게, 또는 눈으로 볼 수 있을 만큼 느리게.</translation>
        </message>
        <message>
            <source>At most {n} hidden layers fit here.</source>
            <translation>은닉층은 {n}개까지 넣을 수 있습니다.</translation>
        </message>
        <message>
            <source>At once: the next layer is fitted to what it would have seen</source>
            <translation>바로: 다음 층을 조정해 원래 결과에 가깝게 만듭니다</translation>
        </message>
        <message>
            <source>Average pooling</source>
            <translation>평균 풀링</translation>
        </message>
        <message>
            <source>Back to step 0 with the same initial weights</source>
            <translation>같은 초기 가중치로 0스텝으로 돌아갑니다</translation>
        </message>
        <message>
            <source>Batch size</source>
            <translation>배치 크기</translation>
        </message>
        <message>
            <source>Begin</source>
            <translation>시작하기</translation>
        </message>
        <message>
            <source>Bumps (regression)</source>
            <translation>언덕(회귀)</translation>
        </message>
        <message>
            <source>By effect and repair: as above, counting what the others can make up for (OBS)</source>
            <translation>영향과 보완: 위와 같되, 다른 유닛이 보완할 수 있는 만큼을 고려합니다(OBS)</translation>
        </message>
        <message>
            <source>By effect: the units that the loss needs least go (Taylor)</source>
            <translation>영향 순: 없어도 손실이 가장 적게 늘어나는 유닛부터 제거합니다(Taylor)</translation>
        </message>
        <message>
            <source>By size: the units with the smallest weights go</source>
            <translation>크기 순: 가중치가 가장 작은 유닛부터 제거합니다</translation>
        </message>
        <message>
            <source>Circles</source>
            <translation>원</translation>
        </message>
        <message>
            <source>Constant</source>
            <translation>일정</translation>
        </message>
        <message>
            <source>Continue</source>
            <translation>계속</translation>
        </message>
        <message>
            <source>Convolution</source>
            <translation>합성곱</translation>
        </message>
        <message>
            <source>Cosine</source>
            <translation>코사인</translation>
        </message>
        <message>
            <source>Dense layer</source>
            <translation>완전연결층</translation>
        </message>
        <message>
            <source>Dense: two hidden layers</source>
            <translation>완전연결: 은닉층 2개</translation>
        </message>
        <message>
            <source>Device in use</source>
            <translation>사용 중인 디바이스</translation>
        </message>
        <message>
            <source>Device in use:</source>
            <translation>사용 중인 디바이스:</translation>
        </message>
        <message>
            <source>Device in use: {device}</source>
            <translation>사용 중인 디바이스: {device}</translation>
        </message>
        <message>
            <source>Do it</source>
            <translation>실행</translation>
        </message>
        <message>
            <source>Do it anyway</source>
            <translation>그래도 실행</translation>
        </message>
        <message>
            <source>Do the undone edit again</source>
            <translation>되돌린 수정을 다시 합니다</translation>
        </message>
        <message>
            <source>Edit {layer}</source>
            <translation>{layer} 수정</translation>
        </message>
        <message>
            <source>Edits and changed settings appear here, each with its step.</source>
            <translation>수정과 설정 변경이 스텝과 함께 여기에 표시됩니다.</translation>
        </message>
        <message>
            <source>Everything for this layer</source>
            <translation>이 층의 모든 메뉴</translation>
        </message>
        <message>
            <source>Exactly: folded into the next layer; only for a linear layer</source>
            <translation>정확히: 다음 층에 합칩니다. 선형 층에서만 됩니다</translation>
        </message>
        <message>
            <source>Fade it away instead</source>
            <translation>서서히 제거</translation>
        </message>
        <message>
            <source>Flatten</source>
            <translation>펼치기</translation>
        </message>
        <message>
            <source>For how many steps new units learn at a rising learning rate.</source>
            <translation>새 유닛의 학습률을 몇 스텝에 걸쳐 올릴지 정합니다.</translation>
        </message>
        <message>
            <source>Freeze: its weights stay as they are</source>
            <translation>고정: 가중치를 그대로 둡니다</translation>
        </message>
        <message>
            <source>Fresh units: random inputs, outputs at zero; nothing changes until they learn</source>
            <translation>새 유닛: 입력은 무작위, 출력은 0. 배우기 전에는 아무것도 바뀌지 않습니다</translation>
        </message>
        <message>
            <source>Full speed</source>
            <translation>최대 속도</translation>
        </message>
        <message>
            <source>GPU memory</source>
            <translation>GPU 메모리</translation>
        </message>
        <message>
            <source>Global pooling</source>
            <translation>전역 풀링</translation>
        </message>
        <message>
            <source>Gradient clip</source>
            <translation>기울기 클리핑</translation>
        </message>
        <message>
            <source>Half as many units</source>
            <translation>유닛을 절반으로</translation>
        </message>
        <message>
            <source>Handwritten digits 8×8</source>
            <translation>손글씨 숫자 8×8</translation>
        </message>
        <message>
            <source>Hidden {n}</source>
            <translation>은닉층 {n}</translation>
        </message>
        <message>
            <source>How far each step moves the weights. Too small learns slowly, too large jumps about or diverges.</source>
            <translation>한 스텝에 가중치를 얼마나 움직일지 정합니다. 너무 작으면 느리고, 너무 크면 튀거나 발산합니다.</translation>
        </message>
        <message>
            <source>How many samples each step looks at.</source>
            <translation>한 스텝에 보는 표본의 수입니다.</translation>
        </message>
        <message>
            <source>How many steps the schedule takes.</source>
            <translation>스케줄이 몇 스텝에 걸치는지입니다.</translation>
        </message>
        <message>
            <source>How much of its last direction the optimizer keeps.</source>
            <translation>옵티마이저가 앞의 방향을 얼마나 유지할지 정합니다.</translation>
        </message>
        <message>
            <source>How the learning rate changes over the steps to come.</source>
            <translation>앞으로 학습률이 어떻게 바뀔지 정합니다.</translation>
        </message>
        <message>
            <source>Insert after</source>
            <translation>뒤에 넣기</translation>
        </message>
        <message>
            <source>Insert before</source>
            <translation>앞에 넣기</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>종류</translation>
        </message>
        <message>
            <source>L1</source>
            <translation>L1</translation>
        </message>
        <message>
            <source>LeNet-5: convolutions and pooling</source>
            <translation>LeNet-5: 합성곱과 풀링</translation>
        </message>
        <message>
            <source>Learning rate</source>
            <translation>학습률</translation>
        </message>
        <message>
            <source>Loss on the spot: {before:.4f} before, {after:.4f} after</source>
            <translation>그 순간의 손실: 전 {before:.4f}, 후 {after:.4f}</translation>
        </message>
        <message>
            <source>MNIST digits 28×28</source>
            <translation>MNIST 숫자 28×28</translation>
        </message>
        <message>
            <source>Max pooling</source>
            <translation>최대 풀링</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>메모리</translation>
        </message>
        <message>
            <source>Memory of the device</source>
            <translation>디바이스 메모리</translation>
        </message>
        <message>
            <source>Momentum</source>
            <translation>모멘텀</translation>
        </message>
        <message>
            <source>Moons</source>
            <translation>초승달</translation>
        </message>
        <message>
            <source>More settings</source>
            <translation>설정 더 보기</translation>
        </message>
        <message>
            <source>More ways to reset</source>
            <translation>처음으로 돌아가는 다른 방법</translation>
        </message>
        <message>
            <source>Multiply-adds per sample</source>
            <translation>표본당 곱셈·덧셈</translation>
        </message>
        <message>
            <source>Narrow</source>
            <translation>유닛 줄이기</translation>
        </message>
        <message>
            <source>Narrow by {n} instead</source>
            <translation>{n}개만 줄이기</translation>
        </message>
        <message>
            <source>New random weights</source>
            <translation>새 무작위 가중치</translation>
        </message>
        <message>
            <source>New …</source>
            <translation>새로 만들기…</translation>
        </message>
        <message>
            <source>Noise</source>
            <translation>잡음</translation>
        </message>
        <message>
            <source>One cycle</source>
            <translation>1cycle</translation>
        </message>
        <message>
            <source>Optimizer</source>
            <translation>옵티마이저</translation>
        </message>
        <message>
            <source>Own widths</source>
            <translation>유닛 수를 직접 정하기</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>매개변수</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>일시정지</translation>
        </message>
        <message>
            <source>Perceptron: no hidden layer</source>
            <translation>퍼셉트론: 은닉층 없음</translation>
        </message>
        <message>
            <source>Plane (regression)</source>
            <translation>평면(회귀)</translation>
        </message>
        <message>
            <source>Pulls all weights a little towards zero at each step.</source>
            <translation>스텝마다 모든 가중치를 조금씩 0으로 당깁니다.</translation>
        </message>
        <message>
            <source>Pulls small weights all the way to zero, so that few stay in use.</source>
            <translation>작은 가중치를 0까지 당겨 적은 수만 남깁니다.</translation>
        </message>
        <message>
            <source>RMSprop</source>
            <translation>RMSprop</translation>
        </message>
        <message>
            <source>Ramp of new units</source>
            <translation>새 유닛 적응</translation>
        </message>
        <message>
            <source>Remove this layer</source>
            <translation>이 층 제거</translation>
        </message>
        <message>
            <source>Remove units</source>
            <translation>유닛 줄이기</translation>
        </message>
        <message>
            <source>Remove {layer}</source>
            <translation>{layer} 제거</translation>
        </message>
        <message>
            <source>Remove {n} units</source>
            <translation>유닛 {n}개 줄이기</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>처음으로</translation>
        </message>
        <message>
            <source>Residual block</source>
            <translation>잔차 블록</translation>
        </message>
        <message>
            <source>SGD</source>
            <translation>SGD</translation>
        </message>
        <message>
            <source>SGD + Nesterov</source>
            <translation>SGD + 네스테로프</translation>
        </message>
        <message>
            <source>SGD + momentum</source>
            <translation>SGD + 모멘텀</translation>
        </message>
        <message>
            <source>Same initial weights</source>
            <translation>같은 초기 가중치</translation>
        </message>
        <message>
            <source>Samples</source>
            <translation>표본 수</translation>
        </message>
        <message>
            <source>Samples of the data</source>
            <translation>데이터의 표본</translation>
        </message>
        <message>
            <source>Schedule</source>
            <translation>스케줄</translation>
        </message>
        <message>
            <source>Schedule steps</source>
            <translation>스케줄 길이</translation>
        </message>
        <message>
            <source>Selected layer</source>
            <translation>선택한 층</translation>
        </message>
        <message>
            <source>Slowly: its activation fades to a straight line while training goes on, then it is folded away</source>
            <translation>서서히: 훈련하는 동안 활성화 함수를 직선으로 바꾼 뒤 다음 층에 합칩니다</translation>
        </message>
        <message>
            <source>Small ResNet: residual blocks</source>
            <translation>작은 ResNet: 잔차 블록</translation>
        </message>
        <message>
            <source>Small VGG: pairs of convolutions</source>
            <translation>작은 VGG: 합성곱 두 개씩</translation>
        </message>
        <message>
            <source>Speed</source>
            <translation>속도</translation>
        </message>
        <message>
            <source>Spiral</source>
            <translation>나선</translation>
        </message>
        <message>
            <source>Split units: copies of strong units share their work, then part</source>
            <translation>나누기: 강한 유닛의 복사본이 일을 나눠 맡다가 서로 달라집니다</translation>
        </message>
        <message>
            <source>Start</source>
            <translation>시작</translation>
        </message>
        <message>
            <source>Steps down</source>
            <translation>단계적 감소</translation>
        </message>
        <message>
            <source>Take one optimizer step, then pause</source>
            <translation>옵티마이저를 한 스텝 실행하고 멈춥니다</translation>
        </message>
        <message>
            <source>Undo the last edit: weights, optimizer memory and step as before</source>
            <translation>마지막 수정을 되돌립니다. 가중치, 옵티마이저 상태, 스텝이 그 전으로 돌아갑니다</translation>
        </message>
        <message>
            <source>The gentler way</source>
            <translation>더 부드러운 방법</translation>
        </message>
        <message>
            <source>The longest gradient that is let through; longer ones are shortened.</source>
            <translation>통과시키는 기울기의 최대 길이입니다. 더 길면 줄입니다.</translation>
        </message>
        <message>
            <source>The network appears when the trainer is ready.</source>
            <translation>훈련 준비가 끝나면 신경망이 나타납니다.</translation>
        </message>
        <message>
            <source>The rule that turns gradients into steps.</source>
            <translation>기울기를 스텝으로 바꾸는 규칙입니다.</translation>
        </message>
        <message>
            <source>The trainer has stopped.</source>
            <translation>훈련 프로세스가 멈췄습니다.</translation>
        </message>
        <message>
            <source>A new training starts at step 0; this one stays in Runs.</source>
            <translation>새 훈련이 0스텝부터 시작됩니다. 지금 훈련은 기록에 남습니다.</translation>
        </message>
        <message>
            <source>This training</source>
            <translation>이 훈련</translation>
        </message>
        <message>
            <source>Timeline</source>
            <translation>타임라인</translation>
        </message>
        <message>
            <source>Train to the end of this epoch, then pause</source>
            <translation>이번 에포크 끝까지 훈련하고 멈춥니다</translation>
        </message>
        <message>
            <source>Train until you pause</source>
            <translation>일시정지할 때까지 훈련합니다</translation>
        </message>
        <message>
            <source>Twice as many units</source>
            <translation>유닛을 두 배로</translation>
        </message>
        <message>
            <source>Two clouds</source>
            <translation>두 무리(가우시안)</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>되돌리기</translation>
        </message>
        <message>
            <source>Unfreeze</source>
            <translation>고정 풀기</translation>
        </message>
        <message>
            <source>Unit {n}</source>
            <translation>유닛 {n}</translation>
        </message>
        <message>
            <source>Units of the hidden layers</source>
            <translation>은닉층의 유닛 수</translation>
        </message>
        <message>
            <source>Warm-up</source>
            <translation>워밍업</translation>
        </message>
        <message>
            <source>Warming up …</source>
            <translation>준비하는 중…</translation>
        </message>
        <message>
            <source>Weight decay</source>
            <translation>가중치 감쇠</translation>
        </message>
        <message>
            <source>Where it helps: inputs chosen so that the loss falls fastest (GradMax)</source>
            <translation>도움이 되는 곳: 손실이 가장 빨리 줄도록 입력을 고릅니다(GradMax)</translation>
        </message>
        <message>
            <source>Where it lacks: inputs chosen to mend what the layer cannot express yet (TINY)</source>
            <translation>모자란 곳: 층이 아직 표현하지 못하는 것을 채우도록 입력을 고릅니다(TINY)</translation>
        </message>
        <message>
            <source>Where the training stands</source>
            <translation>훈련 진행 상황</translation>
        </message>
        <message>
            <source>Widen</source>
            <translation>유닛 늘리기</translation>
        </message>
        <message>
            <source>XOR</source>
            <translation>XOR</translation>
        </message>
        <message>
            <source>batch norm</source>
            <translation>배치 정규화</translation>
        </message>
        <message>
            <source>by {n}</source>
            <translation>{n}개</translation>
        </message>
        <message>
            <source>double: {old} → {new}</source>
            <translation>두 배로: {old} → {new}</translation>
        </message>
        <message>
            <source>frozen</source>
            <translation>고정됨</translation>
        </message>
        <message>
            <source>half: {old} → {new}</source>
            <translation>절반으로: {old} → {new}</translation>
        </message>
        <message>
            <source>no hidden layer</source>
            <translation>은닉층 없음</translation>
        </message>
        <message>
            <source>none</source>
            <translation>없음</translation>
        </message>
        <message>
            <source>off</source>
            <translation>끔</translation>
        </message>
        <message>
            <source>processor</source>
            <translation>프로세서</translation>
        </message>
        <message>
            <source>starting …</source>
            <translation>시작하는 중…</translation>
        </message>
        <message>
            <source>{alive} of the {of} units drawn are active</source>
            <translation>그려진 유닛 {of}개 중 {alive}개가 활성</translation>
        </message>
        <message>
            <source>{layers} · {n:,} parameters</source>
            <translation>{layers} · {n:,} 매개변수</translation>
        </message>
        <message>
            <source>{n:,.0f} samples/s</source>
            <translation>초당 표본 {n:,.0f}개</translation>
        </message>
        <message>
            <source>{n:,.0f} steps/s</source>
            <translation>초당 {n:,.0f}스텝</translation>
        </message>
        <message>
            <source>{n:,} channels</source>
            <translation>채널 {n:,}개</translation>
        </message>
        <message>
            <source>{n:,} steps</source>
            <translation>{n:,}스텝</translation>
        </message>
        <message>
            <source>{n:,} units</source>
            <translation>유닛 {n:,}개</translation>
        </message>
        <message>
            <source>{n:,} values per sample</source>
            <translation>표본마다 값 {n:,}개</translation>
        </message>
        <message>
            <source>{n:g} steps/s</source>
            <translation>초당 {n:g}스텝</translation>
        </message>
        <message>
            <source>{n}%</source>
            <translation>{n}%</translation>
        </message>
        <message>
            <source>{n} epochs</source>
            <translation>{n}에포크</translation>
        </message>
        <message>
            <source>{n} threads</source>
            <translation>스레드 {n}개</translation>
        </message>
        <message>
            <source>{setting} {old} → {new}</source>
            <translation>{setting} {old} → {new}</translation>
        </message>
        <message>
            <source>{training:,} training, {validation:,} validation</source>
            <translation>훈련용 {training:,}개, 검증용 {validation:,}개</translation>
        </message>
        <message>
            <source>“{part}” is not a number of units. Write widths such as 64, 32.</source>
            <translation>유닛 수로 쓸 수 없는 값입니다: ‘{part}’. 64, 32처럼 적어 주세요.</translation>
        </message>
        <message>
            <source>“{text}” cannot be used here. Write a number from {least} to {most}.</source>
            <translation>여기에 쓸 수 없는 값입니다: ‘{text}’. {least}부터 {most}까지의 수를 적어 주세요.</translation>
        </message>
        <message>
            <source>Activation of {layer}: {activation}</source>
            <translation>{layer} 활성화 함수: {activation}</translation>
        </message>
        <message>
            <source>Batch norm: keeps the layer’s outputs at an even scale while it trains</source>
            <translation>배치 정규화: 훈련하는 동안 층의 출력을 고른 크기로 유지합니다</translation>
        </message>
        <message>
            <source>Prune: dead and duplicate units go, nothing is lost</source>
            <translation>가지치기: 죽은 유닛과 중복된 유닛을 제거합니다. 잃는 것은 없습니다</translation>
        </message>
        <message>
            <source>Convolution: lets everything through at first, then learns</source>
            <translation>합성곱층: 처음에는 그대로 통과시키고, 이어서 배웁니다</translation>
        </message>
        <message>
            <source>Copy: a block behind it that begins as its twin and adds nothing at first</source>
            <translation>복사: 쌍둥이 블록을 뒤에 붙입니다. 처음에는 아무것도 더하지 않습니다</translation>
        </message>
        <message>
            <source>Dropout: switches units off at random in training, against learning by heart</source>
            <translation>드롭아웃: 훈련 중 유닛을 무작위로 꺼서, 통째로 외우지 못하게 합니다</translation>
        </message>
        <message>
            <source>Freeze it: its weights stay as they are</source>
            <translation>고정: 가중치를 그대로 둡니다</translation>
        </message>
        <message>
            <source>Hidden layer: lets everything through at first, then learns</source>
            <translation>은닉층: 처음에는 그대로 통과시키고, 이어서 배웁니다</translation>
        </message>
        <message>
            <source>How new units begin</source>
            <translation>새 유닛의 시작</translation>
        </message>
        <message>
            <source>Insert pooling after {layer}</source>
            <translation>{layer} 뒤에 풀링 넣기</translation>
        </message>
        <message>
            <source>Pooling: halves height and width; what follows sees less detail and costs less</source>
            <translation>풀링: 높이와 너비를 반으로 줄입니다. 뒤의 층은 덜 자세히 보고 계산도 줄어듭니다</translation>
        </message>
        <message>
            <source>Remove batch norm: folded into the weights, exactly</source>
            <translation>배치 정규화 제거: 가중치에 합쳐 결과가 그대로입니다</translation>
        </message>
        <message>
            <source>Remove it: the others make up for it as well as they can</source>
            <translation>제거: 나머지 유닛이 되도록 보완합니다</translation>
        </message>
        <message>
            <source>Remove the batch norm of {layer}</source>
            <translation>{layer}의 배치 정규화 제거</translation>
        </message>
        <message>
            <source>Remove this block</source>
            <translation>이 블록 제거</translation>
        </message>
        <message>
            <source>Remove unit {n} of {layer}</source>
            <translation>{layer}: 유닛 {n} 제거</translation>
        </message>
        <message>
            <source>Residual block: adds nothing at first, then learns a correction</source>
            <translation>잔차 블록: 처음에는 아무것도 더하지 않고, 이어서 고칠 점을 배웁니다</translation>
        </message>
        <message>
            <source>Renew it: random inputs, output at zero</source>
            <translation>초기화: 입력은 무작위, 출력은 0에서 다시 시작합니다</translation>
        </message>
        <message>
            <source>Renew unit {n} of {layer}</source>
            <translation>{layer}: 유닛 {n} 초기화</translation>
        </message>
        <message>
            <source>The loss would jump by {rise}. Training may make up for it, and you can undo it.</source>
            <translation>손실이 {rise}만큼 갑자기 커집니다. 훈련으로 만회할 수 있고, 되돌릴 수도 있습니다.</translation>
        </message>
        <message>
            <source>Unfreeze it</source>
            <translation>고정 풀기</translation>
        </message>
        <message>
            <source>Which units go</source>
            <translation>제거할 유닛</translation>
        </message>
        <message>
            <source>1 channel</source>
            <translation>채널 1개</translation>
        </message>
        <message>
            <source>1 unit</source>
            <translation>유닛 1개</translation>
        </message>
        <message>
            <source>Logarithmic axis: equal distances are equal ratios (L)</source>
            <translation>로그 축: 같은 거리가 같은 비율입니다 (L)</translation>
        </message>
        <message>
            <source>The points are data; the colour behind them is what the network predicts</source>
            <translation>점은 데이터, 배경색은 신경망의 예측입니다</translation>
        </message>
        <message>
            <source>adds the output of {layer} to that of the block</source>
            <translation>{layer}의 출력을 블록의 출력에 더합니다</translation>
        </message>
        <message>
            <source>image of {height} by {width} pixels</source>
            <translation>{height}×{width} 픽셀 이미지</translation>
        </message>
        <message>
            <source>Click a unit in the drawing to see it close up. A right click shows what can be done with a layer.</source>
            <translation>그림에서 유닛을 누르면 자세히 볼 수 있습니다. 층을 오른쪽 버튼으로 누르면 할 수 있는 일이 모두 나옵니다.</translation>
        </message>
        <message>
            <source>Dropout {percent:.0f}%</source>
            <translation>드롭아웃 {percent:.0f}%</translation>
        </message>
        <message>
            <source>Freeze</source>
            <translation>고정</translation>
        </message>
        <message>
            <source>loss {change}</source>
            <translation>손실 {change}</translation>
        </message>
        <message>
            <source>Follow the newest step (F)</source>
            <translation>최신 스텝 따라가기 (F)</translation>
        </message>
        <message>
            <source>No edit has been undone.</source>
            <translation>되돌린 수정이 없습니다.</translation>
        </message>
        <message>
            <source>There is no edit to undo yet.</source>
            <translation>아직 되돌릴 수정이 없습니다.</translation>
        </message>
        <message>
            <source>{note}, frozen</source>
            <translation>{note}, 고정</translation>
        </message>
        <message>
            <source>A green ring: new units that still learn at a rising learning rate.</source>
            <translation>초록 테두리: 아직 학습률을 올려 가며 배우는 새 유닛입니다.</translation>
        </message>
        <message>
            <source>A line is a weight: blue adds, orange subtracts; the thicker, the stronger. Only the strongest are drawn.</source>
            <translation>선은 가중치입니다. 파랑은 더하고 주황은 빼며, 굵을수록 강합니다. 가장 강한 것들만 그립니다.</translation>
        </message>
        <message>
            <source>A square is a unit, and its picture is what it looks for: blue raises its value, orange lowers it.</source>
            <translation>네모 하나가 유닛(뉴런)이고, 그 안의 그림은 유닛이 찾는 것입니다. 파랑은 값을 높이는 쪽, 주황은 낮추는 쪽입니다.</translation>
        </message>
        <message>
            <source>How to read the network</source>
            <translation>신경망 그림 읽는 법</translation>
        </message>
        <message>
            <source>The layer has this many more units than are drawn.</source>
            <translation>그리지 않은 유닛이 층에 이만큼 더 있습니다.</translation>
        </message>
        <message>
            <source>The brighter the light around a unit, the more active it is on the data.</source>
            <translation>유닛 둘레의 빛이 밝을수록 데이터에 활발하게 반응합니다.</translation>
        </message>
        <message>
            <source>Let {layer} fade away</source>
            <translation>{layer} 서서히 제거</translation>
        </message>
        <message>
            <source>Folded at once it would cost this much. Fading lets training make up for it.</source>
            <translation>바로 합치면 이만큼 나빠집니다. 서서히 제거하면 그동안 훈련이 만회합니다.</translation>
        </message>
        <message>
            <source>Loss, folded at once</source>
            <translation>손실(바로 합칠 때)</translation>
        </message>
        <message>
            <source>Accuracy, folded at once</source>
            <translation>정확도(바로 합칠 때)</translation>
        </message>
        <message>
            <source>R², folded at once</source>
            <translation>R²(바로 합칠 때)</translation>
        </message>
        <message>
            <source>An amber bar under a name: the layer fades out while training goes on; at the end it is gone.</source>
            <translation>이름 아래 호박색 막대: 훈련하는 동안 서서히 제거하는 층입니다. 막대가 다 차면 사라집니다.</translation>
        </message>
        <message>
            <source>More or fewer units</source>
            <translation>유닛 늘리기 · 줄이기</translation>
        </message>
        <message>
            <source>Insert a layer behind it</source>
            <translation>뒤에 층 넣기</translation>
        </message>
        <message>
            <source>Remove the layer</source>
            <translation>층 제거</translation>
        </message>
        <message>
            <source>At once: the next layer makes up for what it can</source>
            <translation>바로: 줄어든 만큼 다음 층이 보완합니다</translation>
        </message>
        <message>
            <source>Narrow when ready</source>
            <translation>준비되면 줄이기</translation>
        </message>
        <message>
            <source>When ready: a narrower copy trains alongside and takes over once that costs almost nothing</source>
            <translation>준비되면: 유닛을 줄인 사본을 옆에서 훈련하다가, 정확도 손실이 거의 없을 때 교체합니다</translation>
        </message>
        <message>
            <source>When they go</source>
            <translation>적용 시점</translation>
        </message>
        <message>
            <source>{n} units go when a narrower copy is ready</source>
            <translation>유닛을 줄인 사본이 준비되면 유닛 {n}개를 제거합니다</translation>
        </message>
        <message>
            <source>−{n} when ready</source>
            <translation>준비되면 −{n}</translation>
        </message>
        <message>
            <source>Remove when ready</source>
            <translation>준비되면 제거</translation>
        </message>
        <message>
            <source>When ready: a copy without it trains alongside and takes over once that costs almost nothing</source>
            <translation>준비되면: 이 층이 없는 사본을 옆에서 훈련하다가, 정확도 손실이 거의 없을 때 교체합니다</translation>
        </message>
        <message>
            <source>goes when a copy without it is ready</source>
            <translation>이 층이 없는 사본이 준비되면 제거합니다</translation>
        </message>
        <message>
            <source>goes when ready</source>
            <translation>준비되면 제거</translation>
        </message>
        <message>
            <source>Renew</source>
            <translation>초기화</translation>
        </message>
        <message>
            <source>Measured at step {step:,} on validation data; the training is not affected.</source>
            <translation>{step:,}스텝에서 검증 데이터로 측정했습니다. 훈련에는 영향을 주지 않습니다.</translation>
        </message>
        <message>
            <source>Another training is about to be shown. Edit it when it is there.</source>
            <translation>다른 훈련으로 바뀌고 있습니다. 바뀐 다음에 수정해 주세요.</translation>
        </message>
        <message>
            <source>The network has changed; this is measured again.</source>
            <translation>신경망이 바뀌어 다시 측정하고 있습니다.</translation>
        </message>
        <message>
            <source>Start again</source>
            <translation>다시 시작</translation>
        </message>
        <message>
            <source>Wait</source>
            <translation>기다리기</translation>
        </message>
        <message>
            <source>Open a copy</source>
            <translation>사본 열기</translation>
        </message>
        <message>
            <source>Exact</source>
            <translation>정확하게</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>정밀도</translation>
        </message>
        <message>
            <source>TF32 (faster)</source>
            <translation>TF32 (더 빠름)</translation>
        </message>
        <message>
            <source>A green bar under a name: a new layer, linear at first, takes on its activation while training goes on.</source>
            <translation>이름 아래 초록색 막대: 새로 넣은 층입니다. 처음에는 선형이고, 훈련하는 동안 서서히 활성화 함수를 따릅니다.</translation>
        </message>
        <message>
            <source>new: linear at first, it takes on its activation while training goes on</source>
            <translation>새 층: 처음에는 선형이고, 훈련하는 동안 서서히 활성화 함수를 따릅니다</translation>
        </message>
        <message>
            <source>unfolding {percent}%</source>
            <translation>활성화 중 {percent}%</translation>
        </message>
        <message>
            <source>Do what was undone again</source>
            <translation>되돌린 것을 다시 합니다</translation>
        </message>
        <message>
            <source>Nothing has been undone.</source>
            <translation>되돌린 것이 없습니다.</translation>
        </message>
        <message>
            <source>There is nothing to undo yet.</source>
            <translation>아직 되돌릴 것이 없습니다.</translation>
        </message>
        <message>
            <source>Undo the last edit or setting: weights, optimizer memory and step as before</source>
            <translation>마지막 수정이나 설정을 되돌립니다. 가중치, 옵티마이저 상태, 스텝이 그 전으로 돌아갑니다</translation>
        </message>
        <message>
            <source>Layer</source>
            <translation>층</translation>
        </message>
        <message>
            <source>Colours: orange, then blue: {names}</source>
            <translation>색: 주황, 파랑 순서로 {names}</translation>
        </message>
        <message>
            <source>The points are data; the colour behind them is what the network predicts. A click shows it at large.</source>
            <translation>점은 데이터, 배경색은 신경망의 예측입니다. 누르면 크게 보여 줍니다.</translation>
        </message>
        <message>
            <source>What the network predicts</source>
            <translation>신경망의 예측</translation>
        </message>
        <message>
            <source>from −1 to 1</source>
            <translation>−1부터 1까지</translation>
        </message>
        <message>
            <source>train.</source>
            <translation>훈련</translation>
        </message>
        <message>
            <source>valid.</source>
            <translation>검증</translation>
        </message>
        <message>
            <source>no answer</source>
            <translation>응답 없음</translation>
        </message>
        <message>
            <source>Let it learn again</source>
            <translation>다시 배우게 합니다</translation>
        </message>
        <message>
            <source>frozen: it stays as it is</source>
            <translation>고정됨: 값이 바뀌지 않습니다</translation>
        </message>
        <message>
            <source>A padlock: a frozen unit, whose weights stay as they are.</source>
            <translation>자물쇠: 고정한 유닛입니다. 가중치가 그대로 유지됩니다.</translation>
        </message>
        <message>
            <source>The whole layer is frozen: this lets all its units learn again</source>
            <translation>층 전체가 고정되어 있습니다. 누르면 층의 모든 유닛이 다시 학습합니다</translation>
        </message>
        <message>
            <source>Unfreeze it: its weights learn again</source>
            <translation>고정 풀기: 가중치가 다시 학습합니다</translation>
        </message>
        <message>
            <source>Unfreeze layer</source>
            <translation>층 고정 풀기</translation>
        </message>
        <message>
            <source>frozen: its weights stay as they are</source>
            <translation>고정됨: 가중치가 그대로 유지됩니다</translation>
        </message>
        <message>
            <source>Play it again</source>
            <translation>처음부터 다시 재생</translation>
        </message>
        <message>
            <source>Play or pause the recording</source>
            <translation>녹화를 재생하거나 일시정지합니다</translation>
        </message>
        <message>
            <source>The recording is over. This is how it ended.</source>
            <translation>녹화의 재생이 끝났습니다. 훈련이 끝났을 때의 모습입니다.</translation>
        </message>
        <message>
            <source>This is a recording of a training. You can pause it and look at everything, but nothing in it can be changed.</source>
            <translation>훈련의 녹화를 재생하고 있습니다. 일시정지하고 모든 것을 살펴볼 수 있지만, 바꿀 수는 없습니다.</translation>
        </message>
        <message>
            <source>recording {now} of {end}</source>
            <translation>녹화 {now} / {end}</translation>
        </message>
        <message>
            <source>Even folded at once it would cost nothing. Fading does the same, slowly.</source>
            <translation>지금 바로 합쳐도 잃는 것이 없습니다. 서서히 제거해도 결과는 같습니다.</translation>
        </message>
        <message>
            <source>average size of its value: {value}</source>
            <translation>값의 평균 크기: {value}</translation>
        </message>
        <message>
            <source>{n:,} bytes</source>
            <translation>{n:,}바이트</translation>
        </message>
        <message>
            <source>{percent}% of its time is over; then it is given up</source>
            <translation>주어진 시간의 {percent}%가 지났고, 다 지나면 그만둡니다</translation>
        </message>
        <message>
            <source>There are {n:,} training samples, and a batch cannot be larger.</source>
            <translation>훈련 표본이 {n:,}개이므로 배치는 그보다 클 수 없습니다.</translation>
        </message>
        <message>
            <source>A smaller copy is in training.</source>
            <translation>더 작은 사본을 훈련 중입니다.</translation>
        </message>
        <message>
            <source>Cancel: “{layer}” stays as it is</source>
            <translation>취소: ‘{layer}’ 그대로 두기</translation>
        </message>
        <message>
            <source>Keep “{layer}” as it is: the smaller copy goes, nothing else changes</source>
            <translation>‘{layer}’을(를) 그대로 둡니다. 작은 사본만 사라지고 다른 것은 바뀌지 않습니다</translation>
        </message>
        <message>
            <source>Click a unit in the drawing to see it close up.</source>
            <translation>그림에서 유닛을 누르면 크게 볼 수 있습니다.</translation>
        </message>
        <message>
            <source>Dotted and faint: a unit that is active on no sample.</source>
            <translation>흐린 점선: 어떤 표본에도 반응하지 않는 유닛입니다.</translation>
        </message>
        <message>
            <source>Load and memory were not recorded.</source>
            <translation>사용률과 메모리는 녹화되지 않았습니다.</translation>
        </message>
        <message>
            <source>faint: near 0</source>
            <translation>흐릴수록 0에 가까움</translation>
        </message>
        <message>
            <source>faint: unsure</source>
            <translation>흐릴수록 불확실</translation>
        </message>
        <message>
            <source>what it does has not been measured</source>
            <translation>활성도를 재지 않았습니다</translation>
        </message>
        <message>
            <source>Copy: loss {now:.3f} → {copy:.3f}</source>
            <translation>사본: 손실 {now:.3f} → {copy:.3f}</translation>
        </message>
        <message>
            <source>accuracy {now:.1f} → {copy:.1f}%</source>
            <translation>정확도 {now:.1f} → {copy:.1f}%</translation>
        </message>
        <message>
            <source>Shows this step in the charts</source>
            <translation>그래프에서 이 스텝을 보여 줍니다</translation>
        </message>
    </context>
</TS>
