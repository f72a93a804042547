<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>Back to the stop before</source>
            <translation>앞에서 멈춘 곳으로</translation>
        </message>
        <message>
            <source>Backward</source>
            <translation>역전파</translation>
        </message>
        <message>
            <source>Backward · {name}</source>
            <translation>역전파 · {name}</translation>
        </message>
        <message>
            <source>Check gradient</source>
            <translation>기울기 점검</translation>
        </message>
        <message>
            <source>Choose one number of a layer's output, like h1, to see how it came about.</source>
            <translation>값이 어떻게 나왔는지 보려면 h1 같은 층의 출력에서 값을 하나 고르세요.</translation>
        </message>
        <message>
            <source>Choose one number of a weight or a bias, like W1, to check its gradient.</source>
            <translation>기울기를 점검하려면 W1 같은 가중치나 편향에서 값을 하나 고르세요.</translation>
        </message>
        <message>
            <source>Click left of a line to stop there in every step.</source>
            <translation>줄의 왼쪽을 누르면 모든 스텝에서 그 줄에 멈춥니다.</translation>
        </message>
        <message>
            <source>Compare the gradient of the chosen number with finite differences.</source>
            <translation>고른 값의 기울기를 유한 차분과 비교합니다.</translation>
        </message>
        <message>
            <source>Forward · {name}</source>
            <translation>순전파 · {name}</translation>
        </message>
        <message>
            <source>Gradients clipped</source>
            <translation>기울기 클리핑</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>다음</translation>
        </message>
        <message>
            <source>On to the first gradient</source>
            <translation>첫 기울기까지</translation>
        </message>
        <message>
            <source>On to the loss</source>
            <translation>손실까지</translation>
        </message>
        <message>
            <source>On to the next layer</source>
            <translation>다음 층으로</translation>
        </message>
        <message>
            <source>On to the update</source>
            <translation>갱신까지</translation>
        </message>
        <message>
            <source>Stop at line {line} in every step</source>
            <translation>모든 스텝에서 {line}번 줄에 멈추기</translation>
        </message>
        <message>
            <source>Tensors here</source>
            <translation>여기의 텐서</translation>
        </message>
        <message>
            <source>The batch</source>
            <translation>배치</translation>
        </message>
        <message>
            <source>The loss</source>
            <translation>손실</translation>
        </message>
        <message>
            <source>The same as code</source>
            <translation>같은 내용의 코드</translation>
        </message>
        <message>
            <source>The step</source>
            <translation>스텝</translation>
        </message>
        <message>
            <source>The step is here: {line}</source>
            <translation>현재 위치: {line}</translation>
        </message>
        <message>
            <source>The update</source>
            <translation>갱신</translation>
        </message>
        <message>
            <source>They agree: autograd is right here.</source>
            <translation>두 값이 일치합니다. 여기서 자동 미분은 정확합니다.</translation>
        </message>
        <message>
            <source>They differ. The slope to the left is {left}, to the right {right}: where these are apart, the weight lies at a kink. Try another weight.</source>
            <translation>두 값이 다릅니다. 왼쪽 기울기는 {left}, 오른쪽 기울기는 {right}입니다. 이 둘이 다르면 가중치가 꺾이는 점에 있는 것이니 다른 가중치로 점검하세요.</translation>
        </message>
        <message>
            <source>This layer is frozen, so it has no gradient. Unfreeze it on the trainer page first.</source>
            <translation>이 층은 고정되어 있어 기울기가 없습니다. 먼저 훈련 페이지에서 고정을 푸세요.</translation>
        </message>
        <message>
            <source>This step has no tensor of that name. Take the training up again.</source>
            <translation>이 스텝에는 그 이름의 텐서가 없습니다. 훈련을 다시 불러와서 보세요.</translation>
        </message>
        <message>
            <source>This tensor was left out, since there was no room for it. Its shape is all there is.</source>
            <translation>이 텐서는 자리가 없어 보관하지 않았습니다. 모양만 알 수 있습니다.</translation>
        </message>
        <message>
            <source>Update</source>
            <translation>갱신</translation>
        </message>
        <message>
            <source>What this number was made of was left out, since there was no room for it. Train with a smaller batch, then look again.</source>
            <translation>이 값을 만든 텐서는 자리가 없어 보관하지 않았습니다. 더 작은 배치로 훈련한 뒤 다시 보세요.</translation>
        </message>
        <message>
            <source>after the update</source>
            <translation>갱신 후</translation>
        </message>
        <message>
            <source>before the activation</source>
            <translation>활성화 전</translation>
        </message>
        <message>
            <source>bias</source>
            <translation>편향</translation>
        </message>
        <message>
            <source>change</source>
            <translation>변화량</translation>
        </message>
        <message>
            <source>drawn: the first {n:,} of {all:,} values</source>
            <translation>그린 값: {all:,}개 중 처음 {n:,}개</translation>
        </message>
        <message>
            <source>gradient</source>
            <translation>기울기</translation>
        </message>
        <message>
            <source>gradient, clipped</source>
            <translation>기울기, 클리핑 후</translation>
        </message>
        <message>
            <source>in</source>
            <translation>입력</translation>
        </message>
        <message>
            <source>kept for backward: {saved}</source>
            <translation>역전파용 보관: {saved}</translation>
        </message>
        <message>
            <source>loss</source>
            <translation>손실</translation>
        </message>
        <message>
            <source>mean</source>
            <translation>평균</translation>
        </message>
        <message>
            <source>measured, whole tensor</source>
            <translation>측정값, 텐서 전체</translation>
        </message>
        <message>
            <source>needs grad</source>
            <translation>기울기 필요</translation>
        </message>
        <message>
            <source>of batch norm</source>
            <translation>배치 정규화</translation>
        </message>
        <message>
            <source>optimizer memory</source>
            <translation>옵티마이저 메모리</translation>
        </message>
        <message>
            <source>optimizer memory, new</source>
            <translation>옵티마이저 메모리, 새 값</translation>
        </message>
        <message>
            <source>out</source>
            <translation>출력</translation>
        </message>
        <message>
            <source>running statistic</source>
            <translation>이동 통계</translation>
        </message>
        <message>
            <source>samples</source>
            <translation>표본</translation>
        </message>
        <message>
            <source>step {step:,} · stop {at} of {stops}</source>
            <translation>스텝 {step:,} · {stops}곳 중 {at}번째</translation>
        </message>
        <message>
            <source>targets</source>
            <translation>정답</translation>
        </message>
        <message>
            <source>weight</source>
            <translation>가중치</translation>
        </message>
        <message>
            <source>zeros</source>
            <translation>0의 비율</translation>
        </message>
        <message>
            <source>{n:,} more: {sum}</source>
            <translation>나머지 {n:,}개: {sum}</translation>
        </message>
        <message>
            <source>Tensors left out: {n:,} ({size}). The tensors of one step may take {budget}.</source>
            <translation>텐서 {n:,}개({size})는 보관하지 않았습니다. 한 스텝의 텐서는 {budget}까지 보관합니다.</translation>
        </message>
        <message>
            <source>Units that are 0 for every sample: {n:,}.</source>
            <translation>유닛 {n:,}개가 모든 표본에서 0입니다.</translation>
        </message>
        <message>
            <source>{tensor} · left out</source>
            <translation>{tensor} · 보관 안 함</translation>
        </message>
        <message>
            <source>∂loss/∂{at}: autograd {exact}, finite differences {differences} (float64, ±{width}); in this step {here} (float32).</source>
            <translation>∂loss/∂{at}: 자동 미분 {exact}, 유한 차분 {differences} (float64, ±{width}), 이 스텝에서는 {here} (float32).</translation>
        </message>
        <message>
            <source>Step through</source>
            <translation>한 단계씩</translation>
        </message>
        <message>
            <source>Open in Tensors …</source>
            <translation>텐서에서 열기…</translation>
        </message>
        <message>
            <source>Put a copy of this tensor on the bench, under a name.</source>
            <translation>이 텐서의 복사본에 이름을 붙여 텐서 탭에 놓습니다.</translation>
        </message>
        <message>
            <source>The optimizer remembers nothing of this layer yet. Let it train for a step first.</source>
            <translation>옵티마이저에 아직 이 층의 기억이 없습니다. 먼저 한 스텝 훈련하세요.</translation>
        </message>
        <message>
            <source>Least {low}, mean {mean}, greatest {high}. The arrow keys go from value to value.</source>
            <translation>최소 {low}, 평균 {mean}, 최대 {high}. 화살표 키로 값 사이를 옮겨 갑니다.</translation>
        </message>
        <message>
            <source>No tensor is chosen</source>
            <translation>고른 텐서 없음</translation>
        </message>
        <message>
            <source>No value here is a number.</source>
            <translation>숫자인 값이 없습니다.</translation>
        </message>
        <message>
            <source>Simplified: at most {n} units of a layer are drawn. Forward, a unit is as strong as its output in this batch, and a line has the colour of its weight’s sign. Backward, both are as strong as their gradients.</source>
            <translation>단순화: 층마다 유닛을 최대 {n}개까지 그립니다. 순전파에서 유닛은 이 배치에서 출력이 클수록 진하고, 선의 색은 가중치의 부호입니다. 역전파에서는 둘 다 기울기가 클수록 진합니다.</translation>
        </message>
    </context>
</TS>
