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
            <source>The gentler way</source>
            <translation>더 부드러운 방법</translation>
        </message>
        <message>
            <source>The network appears when the trainer is ready.</source>
            <translation>훈련 준비가 끝나면 신경망이 나타납니다.</translation>
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
        <message>
            <source>step {step:,}</source>
            <translation>{step:,}스텝</translation>
        </message>
        <message>
            <source>{name} {now}, at the start {first}, least {least}, greatest {most}</source>
            <translation>{name} {now}, 처음 {first}, 최소 {least}, 최대 {most}</translation>
        </message>
        <message>
            <source>{title}: The curves begin with the first step.</source>
            <translation>{title}: 첫 스텝부터 곡선이 그려집니다.</translation>
        </message>
        <message>
            <source>Cancel, and {n} later</source>
            <translation>취소 (이후 {n}개 포함)</translation>
        </message>
        <message>
            <source>Cancel: {what}</source>
            <translation>취소: {what}</translation>
        </message>
        <message>
            <source>Go back to step {step}, exactly as it was before this began. Redo brings it back.</source>
            <translation>시작하기 전인 {step}스텝의 상태로 정확히 되돌립니다. 다시 실행하면 돌아옵니다.</translation>
        </message>
        <message>
            <source>One later edit or setting is undone with it, because it was made on the changed network.</source>
            <translation>그 뒤에 바뀐 신경망에서 한 수정이나 설정 1개도 함께 되돌아갑니다.</translation>
        </message>
        <message>
            <source>{n} later edits and settings are undone with it, because they were made on the changed network.</source>
            <translation>그 뒤에 바뀐 신경망에서 한 수정과 설정 {n}개도 함께 되돌아갑니다.</translation>
        </message>
        <message>
            <source>“{layer}” fades out</source>
            <translation>‘{layer}’ 서서히 제거 중</translation>
        </message>
        <message>
            <source>“{layer}” is unfolding</source>
            <translation>‘{layer}’ 활성화 중</translation>
        </message>
        <message>
            <source>Answers</source>
            <translation>예측</translation>
        </message>
        <message>
            <source>What the network answers</source>
            <translation>신경망의 예측</translation>
        </message>
        <message>
            <source>for the picture on the pad: {value}</source>
            <translation>그림판의 그림에 대해: {value}</translation>
        </message>
        <message>
            <source>Enter folds this card to its title.</source>
            <translation>Enter를 누르면 이 카드가 제목만 남고 접힙니다.</translation>
        </message>
        <message>
            <source>Fold the card</source>
            <translation>카드 접기</translation>
        </message>
        <message>
            <source>Folded. Enter opens this card.</source>
            <translation>접혀 있습니다. Enter를 누르면 이 카드가 펼쳐집니다.</translation>
        </message>
        <message>
            <source>Move down</source>
            <translation>아래로 옮기기</translation>
        </message>
        <message>
            <source>Move up</source>
            <translation>위로 옮기기</translation>
        </message>
        <message>
            <source>Open the card</source>
            <translation>카드 펼치기</translation>
        </message>
        <message>
            <source>Place of the card “{title}”</source>
            <translation>“{title}” 카드의 자리</translation>
        </message>
        <message>
            <source>+ − units</source>
            <translation>+ − 유닛</translation>
        </message>
        <message>
            <source>Buttons to start and pause</source>
            <translation>시작과 일시정지 단추</translation>
        </message>
        <message>
            <source>Classroom screen. Esc leaves it.</source>
            <translation>교실 화면입니다. Esc를 누르면 나갑니다.</translation>
        </message>
        <message>
            <source>Leave (Esc)</source>
            <translation>나가기 (Esc)</translation>
        </message>
        <message>
            <source>Other screen</source>
            <translation>다른 화면</translation>
        </message>
        <message>
            <source>Ring around the pointer</source>
            <translation>포인터 둘레의 고리</translation>
        </message>
        <message>
            <source>Spotlight</source>
            <translation>스포트라이트</translation>
        </message>
        <message>
            <source>The classroom screen is closed.</source>
            <translation>교실 화면을 닫았습니다.</translation>
        </message>
        <message>
            <source>What the class sees</source>
            <translation>교실 화면에 보일 것</translation>
        </message>
        <message>
            <source>{keys} layer</source>
            <translation>{keys} 층</translation>
        </message>
        <message>
            <source>{key} one step</source>
            <translation>{key} 한 스텝</translation>
        </message>
        <message>
            <source>{key} start or pause</source>
            <translation>{key} 시작/일시정지</translation>
        </message>
        <message>
            <source>{key} undo</source>
            <translation>{key} 되돌리기</translation>
        </message>
        <message>
            <source>As TensorFlow Playground counts: half the mean squared error, with −1 and 1 for the classes, and a network with one output.</source>
            <translation>TensorFlow Playground와 같은 계산입니다. 클래스를 −1과 1로 놓은 평균 제곱 오차의 절반이며, 출력이 하나인 신경망으로 셉니다.</translation>
        </message>
        <message>
            <source>Border</source>
            <translation>경계</translation>
        </message>
        <message>
            <source>Circle (Playground)</source>
            <translation>원(Playground)</translation>
        </message>
        <message>
            <source>Clouds (Playground)</source>
            <translation>두 무리(Playground)</translation>
        </message>
        <message>
            <source>Discretize</source>
            <translation>이산화</translation>
        </message>
        <message>
            <source>Discs are trained on, squares are held out.</source>
            <translation>동그라미는 훈련 표본, 네모는 검증 표본입니다.</translation>
        </message>
        <message>
            <source>Hidden units</source>
            <translation>은닉층 유닛</translation>
        </message>
        <message>
            <source>Hills (Playground, regression)</source>
            <translation>언덕(Playground, 회귀)</translation>
        </message>
        <message>
            <source>Input {name}</source>
            <translation>입력 {name}</translation>
        </message>
        <message>
            <source>Inputs of the network</source>
            <translation>신경망의 입력</translation>
        </message>
        <message>
            <source>Loss and size, by which people compare their smallest networks for TensorFlow Playground's sets</source>
            <translation>TensorFlow Playground의 데이터를 배우는 가장 작은 신경망을 겨룰 때 보는 손실과 크기입니다</translation>
        </message>
        <message>
            <source>New draw</source>
            <translation>새로 뽑기</translation>
        </message>
        <message>
            <source>Other points by the same rule</source>
            <translation>같은 규칙으로 다른 점을 뽑습니다</translation>
        </message>
        <message>
            <source>Plane (Playground, regression)</source>
            <translation>평면(Playground, 회귀)</translation>
        </message>
        <message>
            <source>R² {score} of the points held out</source>
            <translation>검증 표본의 R² {score}</translation>
        </message>
        <message>
            <source>Show only which side it is, not how sure the network is</source>
            <translation>얼마나 확신하는지는 빼고 어느 쪽인지만 보여 줍니다</translation>
        </message>
        <message>
            <source>Show the points that are held out</source>
            <translation>훈련에 쓰지 않은 검증 표본을 보여 줍니다</translation>
        </message>
        <message>
            <source>Smallest net</source>
            <translation>최소 신경망</translation>
        </message>
        <message>
            <source>Spiral (Playground)</source>
            <translation>나선(Playground)</translation>
        </message>
        <message>
            <source>Test loss</source>
            <translation>검증 손실</translation>
        </message>
        <message>
            <source>To train on</source>
            <translation>훈련 비율</translation>
        </message>
        <message>
            <source>True values against predicted ones</source>
            <translation>참값과 예측값의 비교</translation>
        </message>
        <message>
            <source>Validation</source>
            <translation>검증 표본</translation>
        </message>
        <message>
            <source>Weights and biases</source>
            <translation>가중치와 편향</translation>
        </message>
        <message>
            <source>What the network is told of a point. Its layers stay, and learn again from the start.</source>
            <translation>점에 대해 신경망에 알려 주는 값입니다. 층은 그대로 두고 처음부터 다시 배웁니다.</translation>
        </message>
        <message>
            <source>What the network predicts over the plane; Enter shows it at large</source>
            <translation>평면 위의 신경망 예측. Enter를 누르면 크게 볼 수 있습니다</translation>
        </message>
        <message>
            <source>Where the prediction changes sides; the thin lines are where one class is three times as likely.</source>
            <translation>예측이 바뀌는 곳입니다. 가는 선은 한 클래스의 확률이 다른 클래스의 세 배인 곳입니다.</translation>
        </message>
        <message>
            <source>XOR (Playground)</source>
            <translation>XOR(Playground)</translation>
        </message>
        <message>
            <source>predicted →</source>
            <translation>예측 →</translation>
        </message>
        <message>
            <source>true →</source>
            <translation>참값 →</translation>
        </message>
        <message>
            <source>{share} of the points held out are right</source>
            <translation>검증 표본 정확도 {share}</translation>
        </message>
        <message>
            <source>Back to now</source>
            <translation>지금으로 돌아가기</translation>
        </message>
        <message>
            <source>Branch {n}</source>
            <translation>갈래 {n}</translation>
        </message>
        <message>
            <source>Branches</source>
            <translation>갈래</translation>
        </message>
        <message>
            <source>Bring it back</source>
            <translation>되살리기</translation>
        </message>
        <message>
            <source>Go on from here</source>
            <translation>여기서 이어 가기</translation>
        </message>
        <message>
            <source>Look at step {step:,}</source>
            <translation>{step:,}스텝 보기</translation>
        </message>
        <message>
            <source>Look at the moment before it</source>
            <translation>바로 앞 시점 보기</translation>
        </message>
        <message>
            <source>Look at this moment</source>
            <translation>이 시점 보기</translation>
        </message>
        <message>
            <source>More about {name}</source>
            <translation>{name} 더 보기</translation>
        </message>
        <message>
            <source>On this device it is like it was then up to rounding.</source>
            <translation>이 디바이스에서는 반올림 오차만큼 그때와 다를 수 있습니다.</translation>
        </message>
        <message>
            <source>Rename the branch</source>
            <translation>갈래 이름 바꾸기</translation>
        </message>
        <message>
            <source>Show its curves</source>
            <translation>곡선 보이기</translation>
        </message>
        <message>
            <source>This branch is trained now</source>
            <translation>지금 훈련하는 갈래</translation>
        </message>
        <message>
            <source>This is step {step:,}, before what was done there. The training waits at step {waits:,}.</source>
            <translation>{step:,}스텝에서 수정하기 바로 전입니다. 훈련은 {waits:,}스텝에서 기다립니다.</translation>
        </message>
        <message>
            <source>This is step {step:,}, the nearest before step {asked:,} that is kept. The training waits at step {waits:,}.</source>
            <translation>{asked:,}스텝 앞에서 보관된 가장 가까운 {step:,}스텝입니다. 훈련은 {waits:,}스텝에서 기다립니다.</translation>
        </message>
        <message>
            <source>This is step {step:,}. The training waits at step {waits:,}.</source>
            <translation>지금 보는 것은 {step:,}스텝입니다. 훈련은 {waits:,}스텝에서 기다립니다.</translation>
        </message>
        <message>
            <source>Train on from this step in a new branch. What came after it stays as it is.</source>
            <translation>이 스텝에서 새 갈래로 훈련을 이어 갑니다. 그 뒤의 훈련은 그대로 남습니다.</translation>
        </message>
        <message>
            <source>Train on in this branch</source>
            <translation>이 갈래에서 훈련 이어 가기</translation>
        </message>
        <message>
            <source>Trains on in this branch, from where it was left</source>
            <translation>이 갈래를 떠난 곳에서 훈련을 이어 갑니다</translation>
        </message>
        <message>
            <source>What is this branch called?</source>
            <translation>이 갈래를 무엇이라고 부를까요?</translation>
        </message>
        <message>
            <source>loss {loss}</source>
            <translation>손실 {loss}</translation>
        </message>
        <message>
            <source>{name} was deleted. It can be brought back until the training is closed.</source>
            <translation>“{name}”을(를) 삭제했습니다. 훈련을 닫기 전까지 되살릴 수 있습니다.</translation>
        </message>
        <message>
            <source>steps {first}–{last}</source>
            <translation>{first}–{last}스텝</translation>
        </message>
        <message>
            <source>At equal steps</source>
            <translation>같은 스텝에서</translation>
        </message>
        <message>
            <source>At equal work</source>
            <translation>같은 계산량에서</translation>
        </message>
        <message>
            <source>Compare from the newest edit</source>
            <translation>가장 새로운 수정부터 비교</translation>
        </message>
        <message>
            <source>Equal work: each has had as many multiply-adds, so a smaller network takes more steps</source>
            <translation>같은 계산량: 곱셈·덧셈 횟수가 서로 같습니다. 그래서 더 작은 신경망이 스텝을 더 많이 밟습니다</translation>
        </message>
        <message>
            <source>Go on without the edit</source>
            <translation>수정 없이 이어 가기</translation>
        </message>
        <message>
            <source>How they are compared</source>
            <translation>비교하는 방법</translation>
        </message>
        <message>
            <source>It waits for the next edit.</source>
            <translation>다음 수정을 기다립니다.</translation>
        </message>
        <message>
            <source>Let the run go on beside that did not make the last edit</source>
            <translation>마지막 수정을 하지 않은 훈련을 곁에서 이어 갑니다</translation>
        </message>
        <message>
            <source>Not measured yet.</source>
            <translation>아직 측정하지 않았습니다.</translation>
        </message>
        <message>
            <source>Since the edit, on validation samples, at step {step:,}</source>
            <translation>수정 이후 검증 표본에서의 변화, {step:,}스텝</translation>
        </message>
        <message>
            <source>Since the edit, on validation samples: step {step:,}, twin at step {twin:,}</source>
            <translation>수정 이후 검증 표본에서의 변화: {step:,}스텝, 쌍둥이는 {twin:,}스텝</translation>
        </message>
        <message>
            <source>Stop the twin; its curve stays</source>
            <translation>쌍둥이를 멈춥니다. 곡선은 남습니다</translation>
        </message>
        <message>
            <source>The twin becomes the training; Undo takes that back</source>
            <translation>쌍둥이가 훈련이 됩니다. 되돌릴 수 있습니다</translation>
        </message>
        <message>
            <source>Twin</source>
            <translation>쌍둥이 비교</translation>
        </message>
        <message>
            <source>Without “{edit}” at step {step:,}</source>
            <translation>{step:,}스텝의 ‘{edit}’ 없이</translation>
        </message>
        <message>
            <source>with</source>
            <translation>수정함</translation>
        </message>
        <message>
            <source>without</source>
            <translation>안 함</translation>
        </message>
        <message>
            <source>without the edit</source>
            <translation>수정하지 않았다면</translation>
        </message>
        <message>
            <source>{n:,} steps behind</source>
            <translation>{n:,}스텝 뒤처짐</translation>
        </message>
        <message>
            <source>{name}: with {first}, without {second}</source>
            <translation>{name}: 수정함 {first}, 안 함 {second}</translation>
        </message>
        <message>
            <source>{device} · has failed</source>
            <translation>{device} · 실패함</translation>
        </message>
        <message>
            <source>Bias</source>
            <translation>편향</translation>
        </message>
        <message>
            <source>Click the line to set it.</source>
            <translation>선을 클릭하면 값을 정할 수 있습니다.</translation>
        </message>
        <message>
            <source>Number of the unit it comes from</source>
            <translation>가중치가 시작되는 유닛의 번호</translation>
        </message>
        <message>
            <source>This is not a number from −1,000,000 to 1,000,000.</source>
            <translation>−1,000,000부터 1,000,000까지의 수가 아닙니다.</translation>
        </message>
        <message>
            <source>Type a number: Enter sets it, Escape leaves it. It can be undone.</source>
            <translation>수를 입력하세요. Enter로 적용하고 Esc로 그만둡니다. 나중에 되돌릴 수 있습니다.</translation>
        </message>
        <message>
            <source>Weight</source>
            <translation>가중치</translation>
        </message>
        <message>
            <source>bias {value}</source>
            <translation>편향 {value}</translation>
        </message>
        <message>
            <source>gradient {value}</source>
            <translation>기울기 {value}</translation>
        </message>
        <message>
            <source>no weight: they are in different groups</source>
            <translation>가중치 없음: 서로 다른 그룹에 있습니다</translation>
        </message>
        <message>
            <source>size of its weights {value}</source>
            <translation>가중치의 크기 {value}</translation>
        </message>
        <message>
            <source>the largest of {n:,}: input {input:,}, row {row:,}, column {column:,}</source>
            <translation>{n:,}개 중 가장 큰 것: 입력 {input:,}, {row:,}행 {column:,}열</translation>
        </message>
        <message>
            <source>weight {value}</source>
            <translation>가중치 {value}</translation>
        </message>
        <message>
            <source>“{text}” is not a number from −1,000,000 to 1,000,000.</source>
            <translation>“{text}”은(는) −1,000,000부터 1,000,000까지의 수가 아닙니다.</translation>
        </message>
        <message>
            <source>One of its weights</source>
            <translation>가중치 하나</translation>
        </message>
        <message>
            <source>Weight from unit</source>
            <translation>가중치의 앞 유닛</translation>
        </message>
        <message>
            <source>last step {change}</source>
            <translation>마지막 스텝 {change}</translation>
        </message>
        <message>
            <source>last {steps:,} steps {change}</source>
            <translation>최근 {steps:,}스텝 {change}</translation>
        </message>
        <message>
            <source>No shapes</source>
            <translation>모양 숨기기</translation>
        </message>
        <message>
            <source>Shapes</source>
            <translation>모양</translation>
        </message>
        <message>
            <source>Show the shape of each weight, how many parameters, and what flows on</source>
            <translation>가중치의 모양, 매개변수의 수, 다음 층으로 흐르는 값의 모양을 보여 줍니다</translation>
        </message>
        <message>
            <source>output {shape}</source>
            <translation>출력 {shape}</translation>
        </message>
        <message>
            <source>weight {weight}, bias {bias:,}, parameters {n:,}, {out}, multiply-adds {work:,}</source>
            <translation>가중치 {weight}, 편향 {bias:,}, 매개변수 {n:,}개, {out}, 곱셈·덧셈 {work:,}회</translation>
        </message>
        <message>
            <source>All feature maps of the layer</source>
            <translation>이 층의 모든 특징 맵</translation>
        </message>
        <message>
            <source>All feature maps of this picture</source>
            <translation>이 그림의 모든 특징 맵</translation>
        </message>
        <message>
            <source>Behind batch norm: {sum}.</source>
            <translation>배치 정규화 뒤: {sum}.</translation>
        </message>
        <message>
            <source>Behind {activation}: {value}.</source>
            <translation>{activation} 뒤: {value}.</translation>
        </message>
        <message>
            <source>Feature map; arrow keys move the window</source>
            <translation>특징 맵. 화살표 키로 창을 옮깁니다</translation>
        </message>
        <message>
            <source>Input channel</source>
            <translation>입력 채널</translation>
        </message>
        <message>
            <source>Input channel {n:,}</source>
            <translation>입력 채널 {n:,}</translation>
        </message>
        <message>
            <source>Look into the convolution …</source>
            <translation>합성곱 들여다보기…</translation>
        </message>
        <message>
            <source>Map of unit {unit:,}: row {row:,}, column {column:,}</source>
            <translation>유닛 {unit:,}의 맵: {row:,}행 {column:,}열</translation>
        </message>
        <message>
            <source>Of all {n:,} channels: {sum}.</source>
            <translation>채널 {n:,}개 모두의 합: {sum}.</translation>
        </message>
        <message>
            <source>Products of the values under the window and the weights</source>
            <translation>창 아래의 값과 가중치의 곱</translation>
        </message>
        <message>
            <source>Sum of the products: {sum}.</source>
            <translation>곱들의 합: {sum}.</translation>
        </message>
        <message>
            <source>The next sample</source>
            <translation>다음 표본</translation>
        </message>
        <message>
            <source>The picture</source>
            <translation>그림</translation>
        </message>
        <message>
            <source>The sample before</source>
            <translation>이전 표본</translation>
        </message>
        <message>
            <source>These products: {sum}.</source>
            <translation>이 곱들의 합: {sum}.</translation>
        </message>
        <message>
            <source>Under the window: value × weight</source>
            <translation>창 아래: 값 × 가중치</translation>
        </message>
        <message>
            <source>Validation sample {n:,} of {count:,}: {name}</source>
            <translation>검증 표본 {count:,}개 중 {n:,}번째: {name}</translation>
        </message>
        <message>
            <source>What reaches the layer</source>
            <translation>층에 들어오는 값</translation>
        </message>
        <message>
            <source>What reaches the layer, with the window over it</source>
            <translation>층에 들어오는 값과 그 위의 창</translation>
        </message>
        <message>
            <source>With the bias {bias}: {sum}.</source>
            <translation>편향 {bias}을(를) 더하면: {sum}.</translation>
        </message>
        <message>
            <source>{layer}: what it makes of a picture</source>
            <translation>{layer}: 그림 하나를 어떻게 바꾸는지</translation>
        </message>
        <message>
            <source>Activations over time</source>
            <translation>활성값의 변화</translation>
        </message>
        <message>
            <source>Axis below</source>
            <translation>가로축</translation>
        </message>
        <message>
            <source>Axis, smoothing, compare runs, save</source>
            <translation>가로축, 평활화, 기록 비교, 저장</translation>
        </message>
        <message>
            <source>Choose what this chart shows</source>
            <translation>이 그래프에 표시할 것 고르기</translation>
        </message>
        <message>
            <source>Click: hide it or show it. Delete: take it out of the charts.</source>
            <translation>클릭: 숨기거나 다시 표시합니다. Delete: 그래프에서 뺍니다.</translation>
        </message>
        <message>
            <source>Compare runs</source>
            <translation>기록 비교</translation>
        </message>
        <message>
            <source>Compare runs…</source>
            <translation>기록 비교…</translation>
        </message>
        <message>
            <source>Copy the picture</source>
            <translation>그림 복사</translation>
        </message>
        <message>
            <source>Dead units per layer</source>
            <translation>층별 죽은 유닛</translation>
        </message>
        <message>
            <source>Drawing (SVG)</source>
            <translation>벡터 그림(SVG)</translation>
        </message>
        <message>
            <source>Epochs</source>
            <translation>에포크</translation>
        </message>
        <message>
            <source>Gradient norm per layer</source>
            <translation>층별 기울기 노름</translation>
        </message>
        <message>
            <source>Logarithmic axis</source>
            <translation>로그 축</translation>
        </message>
        <message>
            <source>Look back</source>
            <translation>이전 범위로</translation>
        </message>
        <message>
            <source>Milliseconds per step</source>
            <translation>스텝당 밀리초</translation>
        </message>
        <message>
            <source>More for “{title}”: axis, smoothing, compare, save</source>
            <translation>“{title}” 더 보기: 가로축, 평활화, 비교, 저장</translation>
        </message>
        <message>
            <source>More than {n} cannot be told apart: untick some.</source>
            <translation>{n}개가 넘으면 구별할 수 없습니다. 몇 개는 선택을 해제하세요.</translation>
        </message>
        <message>
            <source>None</source>
            <translation>없음</translation>
        </message>
        <message>
            <source>Picture (PNG)</source>
            <translation>그림(PNG)</translation>
        </message>
        <message>
            <source>Samples per second</source>
            <translation>초당 표본</translation>
        </message>
        <message>
            <source>Save as {format}…</source>
            <translation>{format}(으)로 저장…</translation>
        </message>
        <message>
            <source>Seconds of training</source>
            <translation>훈련한 시간(초)</translation>
        </message>
        <message>
            <source>Select a layer with weights: how its values lie is told while a chart shows it.</source>
            <translation>가중치가 있는 층을 선택하세요. 값의 분포는 그래프에 표시하는 동안 측정합니다.</translation>
        </message>
        <message>
            <source>Show everything</source>
            <translation>전체 표시</translation>
        </message>
        <message>
            <source>Smoothing</source>
            <translation>평활화</translation>
        </message>
        <message>
            <source>Table (CSV)</source>
            <translation>표(CSV)</translation>
        </message>
        <message>
            <source>The chart cannot be saved as {name}.</source>
            <translation>그래프를 {name} 파일로 저장할 수 없습니다.</translation>
        </message>
        <message>
            <source>The curves of “{name}” are damaged or missing.</source>
            <translation>“{name}”의 곡선이 손상되었거나 없습니다.</translation>
        </message>
        <message>
            <source>The curves of “{name}” cannot be read.</source>
            <translation>“{name}”의 곡선을 읽을 수 없습니다.</translation>
        </message>
        <message>
            <source>There is no other saved training yet.</source>
            <translation>저장된 다른 기록이 아직 없습니다.</translation>
        </message>
        <message>
            <source>Up to {n} saved trainings stand in both charts, each in its colour.</source>
            <translation>저장된 기록을 {n}개까지 두 그래프에 저마다의 색으로 표시합니다.</translation>
        </message>
        <message>
            <source>Update-to-weight ratio per layer</source>
            <translation>층별 갱신 비율</translation>
        </message>
        <message>
            <source>Weights over time</source>
            <translation>가중치의 변화</translation>
        </message>
        <message>
            <source>What each layer does is measured while a chart shows it and steps are taken.</source>
            <translation>층별 값은 그래프에 표시하고 스텝을 진행하는 동안 측정합니다.</translation>
        </message>
        <message>
            <source>now</source>
            <translation>지금</translation>
        </message>
        <message>
            <source>{epoch} ep.</source>
            <translation>{epoch}에포크</translation>
        </message>
        <message>
            <source>{name} · {data}, {step:,} steps</source>
            <translation>{name} · {data}, {step:,}스텝</translation>
        </message>
        <message>
            <source>{name}: hidden</source>
            <translation>{name}: 숨김</translation>
        </message>
        <message>
            <source>{name}: its saved curves do not tell this.</source>
            <translation>{name}: 저장된 곡선에는 이 값이 없습니다.</translation>
        </message>
        <message>
            <source>{name}: shown</source>
            <translation>{name}: 표시됨</translation>
        </message>
        <message>
            <source>{name}: {value} at step {step:,}</source>
            <translation>{name}: {step:,}스텝에서 {value}</translation>
        </message>
        <message>
            <source>{title}: choose what this chart shows</source>
            <translation>{title}: 이 그래프에 표시할 것 고르기</translation>
        </message>
        <message>
            <source>“{name}” has no curves: no step was saved.</source>
            <translation>“{name}”에는 곡선이 없습니다. 저장된 스텝이 없습니다.</translation>
        </message>
        <message>
            <source>(not measured yet)</source>
            <translation>(아직 재지 않음)</translation>
        </message>
        <message>
            <source>A gradient that is longer than c is made c long, so that one bad batch does not throw the weights far. c is {value}, and the gradient norm is {g} now.</source>
            <translation>c보다 긴 기울기는 길이를 c로 줄여서 나쁜 배치 하나가 가중치를 멀리 던지지 않게 합니다. 지금 c는 {value}이고 기울기 노름은 {g}입니다.</translation>
        </message>
        <message>
            <source>Adds {k} units to “{layer}”, which has {w:,} now; what was learned stays. The network grows from {before:,} to {after:,} parameters.</source>
            <translation>지금 유닛이 {w:,}개인 “{layer}”에 유닛 {k}개를 늘리며 배운 것은 그대로입니다. 신경망의 매개변수는 {before:,}개에서 {after:,}개로 늘어납니다.</translation>
        </message>
        <message>
            <source>Does what was undone again. {n} can be done again now, at step {step:,}.</source>
            <translation>되돌린 것을 다시 실행합니다. {step:,}스텝인 지금 {n}개를 다시 실행할 수 있습니다.</translation>
        </message>
        <message>
            <source>Each of the {w:,} units of “{layer}” adds up its weighted inputs and a bias, then the activation decides what passes. The whole network has {before:,} parameters.</source>
            <translation>“{layer}”의 유닛 {w:,}개는 저마다 가중치를 곱한 입력과 편향을 더하고, 활성화 함수가 무엇을 넘길지 정합니다. 신경망 전체의 매개변수는 {before:,}개입니다.</translation>
        </message>
        <message>
            <source>Each row is an edit or a changed setting, with what it did to the loss on the spot. {n} edits are marked, and the training is at step {step:,}.</source>
            <translation>줄마다 수정이나 바뀐 설정과 그 자리에서 손실이 얼마나 달라졌는지를 보여 줍니다. 지금 표시된 수정은 {n}개이고 훈련은 {step:,}스텝에 있습니다.</translation>
        </message>
        <message>
            <source>Each step keeps a share μ of the step before, so that it rolls on through flat places. With μ = {value} a gradient that stays the same moves the weights 1 / (1 − μ) = {far} times as far.</source>
            <translation>스텝마다 앞 스텝의 μ만큼을 이어받아 평평한 곳도 굴러서 지나갑니다. μ = {value}이므로 기울기가 그대로이면 가중치가 1 / (1 − μ) = {far}배 멀리 움직입니다.</translation>
        </message>
        <message>
            <source>Each step makes every weight smaller by a small share of itself, so that only needed weights stay large. λ is {value}: with η = {eta} that is a share of η·λ = {far} a step.</source>
            <translation>스텝마다 모든 가중치를 제 크기의 일부만큼 줄여서 필요한 가중치만 크게 남깁니다. 지금 λ는 {value}이고 η = {eta}이므로 한 스텝에 η·λ = {far}의 비율로 줄어듭니다.</translation>
        </message>
        <message>
            <source>Each step takes the mean gradient of B training samples. With B = {b} and n = {n:,} samples, an epoch is n / B = {k:.1f} steps.</source>
            <translation>스텝마다 훈련 표본 B개의 평균 기울기를 씁니다. B = {b}, 표본 n = {n:,}개이므로 1에포크는 n / B = {k:.1f}스텝입니다.</translation>
        </message>
        <message>
            <source>Every line of the drawing is a weight w, and a unit passes on what its inputs weigh together. This network has {n:,} parameters, and {step:,} steps have changed them.</source>
            <translation>그림의 선은 모두 가중치 w이고, 유닛은 입력에 가중치를 곱해 더한 것을 넘겨줍니다. 이 신경망의 매개변수는 {n:,}개이고 {step:,}스텝에 걸쳐 바뀌었습니다.</translation>
        </message>
        <message>
            <source>Every step moves the weights against their gradient, and the learning rate η says how far. With η = {eta} and a gradient norm of {g} now, a step of plain gradient descent is {far} long.</source>
            <translation>스텝마다 가중치를 기울기의 반대쪽으로 옮기며, 얼마나 멀리 옮길지는 학습률 η가 정합니다. 지금 η = {eta}, 기울기 노름이 {g}이므로 단순한 경사 하강법의 한 스텝 길이는 {far}입니다.</translation>
        </message>
        <message>
            <source>Exact multiplies numbers of 24 bits; TF32 keeps 11 of them and is faster on newer NVIDIA cards. {value} is chosen, on {device}.</source>
            <translation>‘정확하게’는 24비트 수를 곱하고, TF32는 그중 11비트만 남겨서 새 NVIDIA 카드에서 더 빠릅니다. 지금은 {device}에서 ‘{value}’ 방식을 씁니다.</translation>
        </message>
        <message>
            <source>Goes back to step 0 with the same initial weights, those of seed {seed}. The {step:,} steps until now stay in Runs.</source>
            <translation>시드 {seed}의 같은 초기 가중치로 0스텝에 돌아갑니다. 지금까지의 {step:,}스텝은 기록에 남습니다.</translation>
        </message>
        <message>
            <source>Goes back to step 0, with the same weights or with new random ones. Now they come from seed {seed}, and {step:,} steps are done.</source>
            <translation>같은 가중치나 새 무작위 가중치로 0스텝에 돌아갑니다. 지금 가중치는 시드 {seed}에서 나왔고 {step:,}스텝을 마쳤습니다.</translation>
        </message>
        <message>
            <source>More samples show the rule better; with few the network learns them by heart. There are {n:,} for training and {m:,} for validation.</source>
            <translation>표본이 많으면 규칙이 더 잘 드러나고, 적으면 신경망이 표본을 외웁니다. 지금은 훈련용 {n:,}개, 검증용 {m:,}개입니다.</translation>
        </message>
        <message>
            <source>New units learn at a rising learning rate over R steps, so that they do not disturb what is there. R is {value}: units added now, after step {step:,}, learn at the full η = {eta} from step {end:,} on.</source>
            <translation>새 유닛은 R스텝에 걸쳐 커지는 학습률로 배워서 이미 있는 것을 흩뜨리지 않습니다. 지금 R은 {value}이므로 {step:,}스텝 뒤인 지금 늘린 유닛은 {end:,}스텝부터 온전한 학습률 {eta}(으)로 배웁니다.</translation>
        </message>
        <message>
            <source>Noise moves each sample by a random amount, so that the classes overlap and not all can be learned. It is {noise:.0f}% now, on {n:,} training samples.</source>
            <translation>잡음은 표본마다 무작위로 조금씩 옮겨서 클래스가 겹치고 다 배울 수는 없게 합니다. 지금은 훈련 표본 {n:,}개에 {noise:.0f}%입니다.</translation>
        </message>
        <message>
            <source>On a logarithmic axis equal distances are equal ratios, so that small losses are seen too. The training loss {loss} is at {power} there.</source>
            <translation>로그 축에서는 같은 거리가 같은 비율이므로 작은 손실도 보입니다. 지금의 훈련 손실 {loss}의 자리는 {power}입니다.</translation>
        </message>
        <message>
            <source>Puts a new layer behind “{layer}”, which at first passes on what it gets. The network grows from {before:,} to {after:,} parameters.</source>
            <translation>“{layer}” 뒤에 새 층을 넣으며, 처음에는 받은 것을 그대로 넘깁니다. 신경망의 매개변수는 {before:,}개에서 {after:,}개로 늘어납니다.</translation>
        </message>
        <message>
            <source>Removes {k} units of “{layer}”, which has {w:,} now, those that matter least first. The network goes from {before:,} to {after:,} parameters.</source>
            <translation>지금 유닛이 {w:,}개인 “{layer}”에서 가장 덜 중요한 것부터 유닛 {k}개를 줄입니다. 신경망의 매개변수는 {before:,}개에서 {after:,}개가 됩니다.</translation>
        </message>
        <message>
            <source>T is how many steps the schedule takes. T is {value}, and {step:,} steps are done.</source>
            <translation>T는 스케줄이 걸리는 스텝 수입니다. 지금 T는 {value}이고 {step:,}스텝을 마쳤습니다.</translation>
        </message>
        <message>
            <source>Takes one step with B = {b} samples, then pauses. It will be step {next:,}; before it the training loss is {loss}.</source>
            <translation>표본 B = {b}개로 한 스텝을 나아간 뒤 멈춥니다. 다음은 {next:,}번째 스텝이고 그 전의 훈련 손실은 {loss}입니다.</translation>
        </message>
        <message>
            <source>Takes step after step until you pause: forward, loss, backward, optimizer. {step:,} steps are done, and the training loss is {loss}.</source>
            <translation>멈출 때까지 순전파, 손실, 역전파, 옵티마이저를 거치는 스텝을 이어 갑니다. 지금까지 {step:,}스텝을 마쳤고 훈련 손실은 {loss}입니다.</translation>
        </message>
        <message>
            <source>Takes the last edit or setting back: weights, optimizer memory and step become as before. {n} can be taken back now, at step {step:,}.</source>
            <translation>마지막 수정이나 설정을 되돌려서 가중치, 옵티마이저 기억, 스텝이 이전과 같아집니다. {step:,}스텝인 지금 {n}개를 되돌릴 수 있습니다.</translation>
        </message>
        <message>
            <source>The loss says how wrong the answers are, as a mean over samples. It is {loss} in training and {other} in validation, after {step:,} steps.</source>
            <translation>손실은 답이 얼마나 틀렸는지를 표본의 평균으로 나타냅니다. {step:,}스텝 뒤의 훈련 손실은 {loss}, 검증 손실은 {other}입니다.</translation>
        </message>
        <message>
            <source>The optimizer makes of the gradient g the step that the weights take. {value} does it now, with η = {eta} and a gradient norm of {g}.</source>
            <translation>옵티마이저는 기울기 g로 가중치가 움직일 스텝을 만듭니다. 지금은 {value} 방식이며 η = {eta}, 기울기 노름은 {g}입니다.</translation>
        </message>
        <message>
            <source>The schedule changes the learning rate from step to step. {value} is chosen: after {step:,} steps η is {eta}, and {set} was set.</source>
            <translation>스케줄은 스텝에 따라 학습률을 바꿉니다. 지금은 {value} 방식이며 {step:,}스텝 뒤의 η는 {eta}이고, 정해 둔 값은 {set}입니다.</translation>
        </message>
        <message>
            <source>The share of right answers, or for numbers how much of their spread is explained. It is {score} in training and {other} in validation.</source>
            <translation>맞은 답의 비율이며, 수를 예측할 때는 흩어짐을 얼마나 설명하는지를 나타냅니다. 지금 훈련에서는 {score}, 검증에서는 {other}입니다.</translation>
        </message>
        <message>
            <source>The sizes of all weights are added to the loss, so that weights that are not needed go to zero. λ is {value}: with η = {eta} plain gradient descent pulls each by η·λ = {far} a step.</source>
            <translation>모든 가중치의 크기를 손실에 더해서 필요 없는 가중치가 0으로 가게 합니다. 지금 λ는 {value}이고 η = {eta}이므로 단순한 경사 하강법은 한 스텝에 η·λ = {far}씩 당깁니다.</translation>
        </message>
        <message>
            <source>The speed says how many steps a second are taken, and changes nothing that is learned. {value} is set, and {step:,} steps are done: {epoch:.1f} epochs.</source>
            <translation>1초에 몇 스텝을 나아갈지만 정하며 배우는 내용은 바꾸지 않습니다. 지금은 {value}이고, {step:,}스텝을 마쳤으니 {epoch:.1f}에포크입니다.</translation>
        </message>
        <message>
            <source>This device computes every step. It is {device}, and the {n:,} parameters of 4 bytes take {kb:,.1f} kB of its memory.</source>
            <translation>이 디바이스가 모든 스텝을 계산합니다. 지금은 {device}이며 4바이트인 매개변수 {n:,}개가 메모리 {kb:,.1f} kB를 차지합니다.</translation>
        </message>
        <message>
            <source>Trains until each of the n = {n:,} training samples was seen once more, then pauses. One epoch is n / B = {k:.1f} steps, and {epoch:.1f} are done.</source>
            <translation>훈련 표본 n = {n:,}개를 한 번씩 더 볼 때까지 훈련한 뒤 멈춥니다. 1에포크는 n / B = {k:.1f}스텝이고 지금까지 {epoch:.1f}에포크를 마쳤습니다.</translation>
        </message>
        <message>
            <source>What is learned: the answer y that belongs to x. {name} has {n:,} training and {m:,} validation samples of {d:,} numbers each.</source>
            <translation>배울 것은 x에 맞는 답 y입니다. {name}에는 수 {d:,}개로 된 훈련 표본 {n:,}개와 검증 표본 {m:,}개가 있습니다.</translation>
        </message>
        <message>
            <source>{about} The training is at step {step:,}, with a training loss of {loss}.</source>
            <translation>{about} 지금 훈련은 {step:,}스텝에 있고 훈련 손실은 {loss}입니다.</translation>
        </message>
        <message>
            <source>A click adds a point, dragging moves it, a right click takes it away. Undo takes it back.</source>
            <translation>클릭하면 점을 더하고, 끌면 옮기고, 오른쪽 클릭하면 지웁니다. 되돌리기로 취소할 수 있습니다.</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>더할 점</translation>
        </message>
        <message>
            <source>Add {name}</source>
            <translation>{name} 더하기</translation>
        </message>
        <message>
            <source>Enlarge, edit</source>
            <translation>크게 보고 수정</translation>
        </message>
        <message>
            <source>The plane: arrow keys move the mark, Enter adds a point there, Delete takes the nearest away</source>
            <translation>평면. 화살표 키로 표시를 옮기고, Enter로 그 자리에 점을 더하고, Delete로 가장 가까운 점을 지웁니다</translation>
        </message>
        <message>
            <source>class {name}</source>
            <translation>클래스 {name}</translation>
        </message>
        <message>
            <source>As large as the window (Enter); there points are added, moved and removed</source>
            <translation>창만큼 크게 봅니다(Enter). 거기서 점을 더하고 옮기고 지울 수 있습니다</translation>
        </message>
        <message>
            <source>A click shows it at large; points are added, moved and removed there.</source>
            <translation>클릭하면 크게 볼 수 있습니다. 거기서 점을 더하고 옮기고 지울 수 있습니다.</translation>
        </message>
        <message>
            <source>Classroom screen</source>
            <translation>교실 화면</translation>
        </message>
        <message>
            <source>Fill the screen with what a class shall see ({key})</source>
            <translation>교실에서 볼 것만 화면 가득히 보여 줍니다 ({key})</translation>
        </message>
        <message>
            <source>More about the data</source>
            <translation>데이터 설정 더 보기</translation>
        </message>
        <message>
            <source>The prediction</source>
            <translation>예측</translation>
        </message>
        <message>
            <source>A step is a whole number, from 0 on.</source>
            <translation>스텝은 0 이상의 정수입니다.</translation>
        </message>
        <message>
            <source>Accuracy, training</source>
            <translation>훈련 정확도</translation>
        </message>
        <message>
            <source>Accuracy, validation</source>
            <translation>검증 정확도</translation>
        </message>
        <message>
            <source>Branch: {name}</source>
            <translation>갈래: {name}</translation>
        </message>
        <message>
            <source>Layers</source>
            <translation>층</translation>
        </message>
        <message>
            <source>Left side</source>
            <translation>왼쪽</translation>
        </message>
        <message>
            <source>Loss, training</source>
            <translation>훈련 손실</translation>
        </message>
        <message>
            <source>Loss, validation</source>
            <translation>검증 손실</translation>
        </message>
        <message>
            <source>Now</source>
            <translation>지금</translation>
        </message>
        <message>
            <source>On this device the steps up to here were done again to rounding.</source>
            <translation>이 디바이스에서는 여기까지의 스텝을 반올림 오차 안에서 다시 했습니다.</translation>
        </message>
        <message>
            <source>Right side</source>
            <translation>오른쪽</translation>
        </message>
        <message>
            <source>Run: {name}, step {step}</source>
            <translation>기록: {name}, {step}스텝</translation>
        </message>
        <message>
            <source>R², training</source>
            <translation>훈련 R²</translation>
        </message>
        <message>
            <source>R², validation</source>
            <translation>검증 R²</translation>
        </message>
        <message>
            <source>Side by side</source>
            <translation>나란히 보기</translation>
        </message>
        <message>
            <source>Side by side…</source>
            <translation>나란히 보기…</translation>
        </message>
        <message>
            <source>Step …</source>
            <translation>스텝 …</translation>
        </message>
        <message>
            <source>This is only looked at.</source>
            <translation>보기만 하는 신경망입니다.</translation>
        </message>
        <message>
            <source>This moment and the training as it stands, next to each other</source>
            <translation>이 시점과 지금의 훈련을 나란히 봅니다</translation>
        </message>
        <message>
            <source>A point changed</source>
            <translation>점 하나를 바꿈</translation>
        </message>
        <message>
            <source>{n:,} points changed</source>
            <translation>점 {n:,}개를 바꿈</translation>
        </message>
        <message>
            <source>What is on the pad instead of a sample</source>
            <translation>표본 대신 패드에 그린 그림</translation>
        </message>
        <message>
            <source>What you have drawn</source>
            <translation>직접 그린 그림</translation>
        </message>
        <message>
            <source>Your drawing</source>
            <translation>내가 그린 그림</translation>
        </message>
        <message>
            <source>Save the drawing</source>
            <translation>그림 저장</translation>
        </message>
        <message>
            <source>Save the drawing as a picture, or copy it</source>
            <translation>신경망 그림을 파일로 저장하거나 복사</translation>
        </message>
        <message>
            <source>Save the drawing…</source>
            <translation>그림 저장…</translation>
        </message>
        <message>
            <source>The drawing cannot be saved as {name}.</source>
            <translation>그림을 {name}(으)로 저장할 수 없습니다.</translation>
        </message>
        <message>
            <source>Open a file …</source>
            <translation>파일 열기 …</translation>
        </message>
        <message>
            <source>Take home …</source>
            <translation>가져가기 …</translation>
        </message>
        <message>
            <source>Take home, and open files</source>
            <translation>가져가기와 파일 열기</translation>
        </message>
        <message>
            <source>Take this training home, try it on your own files, or open a file</source>
            <translation>이 훈련을 가져가거나, 내 파일로 써 보거나, 파일을 엽니다</translation>
        </message>
        <message>
            <source>Try it on your own files …</source>
            <translation>내 파일로 써 보기 …</translation>
        </message>
        <message>
            <source>Take home</source>
            <translation>가져가기</translation>
        </message>
        <message>
            <source>My own data</source>
            <translation>내 데이터</translation>
        </message>
        <message>
            <source>My own data …</source>
            <translation>내 데이터…</translation>
        </message>
        <message>
            <source>data</source>
            <translation>데이터</translation>
        </message>
    </context>
</TS>
