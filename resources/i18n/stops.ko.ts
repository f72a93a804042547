<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>Accuracy above</source>
            <translation>정확도 초과</translation>
        </message>
        <message>
            <source>Accuracy below</source>
            <translation>정확도 미만</translation>
        </message>
        <message>
            <source>Add a condition</source>
            <translation>조건 추가</translation>
        </message>
        <message>
            <source>Add …</source>
            <translation>추가…</translation>
        </message>
        <message>
            <source>An edit is done</source>
            <translation>수정됨</translation>
        </message>
        <message>
            <source>Any hidden layer</source>
            <translation>아무 은닉층</translation>
        </message>
        <message>
            <source>At the step before it was not so.</source>
            <translation>바로 앞 스텝에서는 그렇지 않았습니다.</translation>
        </message>
        <message>
            <source>Batch</source>
            <translation>배치</translation>
        </message>
        <message>
            <source>Dead units above</source>
            <translation>죽은 유닛 초과</translation>
        </message>
        <message>
            <source>Dead units · {layer}</source>
            <translation>죽은 유닛 · {layer}</translation>
        </message>
        <message>
            <source>Done between them: {done}</source>
            <translation>그 사이에 한 일: {done}</translation>
        </message>
        <message>
            <source>Gradient norm</source>
            <translation>기울기 노름</translation>
        </message>
        <message>
            <source>Gradient norm above</source>
            <translation>기울기 노름 초과</translation>
        </message>
        <message>
            <source>Gradient norm below</source>
            <translation>기울기 노름 미만</translation>
        </message>
        <message>
            <source>Has stopped at</source>
            <translation>멈춘 곳</translation>
        </message>
        <message>
            <source>It has stopped the training. It does so again after it has not been so for a while.</source>
            <translation>이 조건으로 훈련이 멈췄습니다. 한동안 그렇지 않다가 다시 그렇게 되면 또 멈춥니다.</translation>
        </message>
        <message>
            <source>It was so before that step already, or nobody looked.</source>
            <translation>그 스텝 전에도 이미 그랬거나, 확인된 적이 없습니다.</translation>
        </message>
        <message>
            <source>Its layer is not in the network any more, so this stops nothing.</source>
            <translation>이 조건의 층이 이제 신경망에 없어서 아무것도 멈추지 않습니다.</translation>
        </message>
        <message>
            <source>Layer {key}</source>
            <translation>{key}번 층</translation>
        </message>
        <message>
            <source>Look at this step</source>
            <translation>이 스텝 들여다보기</translation>
        </message>
        <message>
            <source>Looked at in every step.</source>
            <translation>스텝마다 확인합니다.</translation>
        </message>
        <message>
            <source>Looked at up to five times a second; then the step is found by going back.</source>
            <translation>1초에 많아야 다섯 번 확인하고, 그 스텝은 되돌아가며 찾습니다.</translation>
        </message>
        <message>
            <source>Looked at when the validation samples are measured; then the step is found by going back.</source>
            <translation>검증 표본을 잴 때 확인하고, 그 스텝은 되돌아가며 찾습니다.</translation>
        </message>
        <message>
            <source>Looked at with every edit.</source>
            <translation>수정할 때마다 확인합니다.</translation>
        </message>
        <message>
            <source>Loss above</source>
            <translation>손실 초과</translation>
        </message>
        <message>
            <source>Loss below</source>
            <translation>손실 미만</translation>
        </message>
        <message>
            <source>Loss is not a number</source>
            <translation>손실이 수가 아님</translation>
        </message>
        <message>
            <source>Remove: {name}</source>
            <translation>제거: {name}</translation>
        </message>
        <message>
            <source>Show in the charts</source>
            <translation>그래프에서 보기</translation>
        </message>
        <message>
            <source>Shows what was different, and this step in the charts</source>
            <translation>무엇이 달랐는지와 그래프에서의 이 스텝을 보여 줍니다</translation>
        </message>
        <message>
            <source>Step reached</source>
            <translation>스텝 도달</translation>
        </message>
        <message>
            <source>Stops by itself</source>
            <translation>저절로 멈춤</translation>
        </message>
        <message>
            <source>Stops by itself …</source>
            <translation>저절로 멈춤…</translation>
        </message>
        <message>
            <source>Stops by itself: {n} …</source>
            <translation>저절로 멈춤: {n}…</translation>
        </message>
        <message>
            <source>That step is done already.</source>
            <translation>그 스텝은 이미 지났습니다.</translation>
        </message>
        <message>
            <source>The training stands right before that step.</source>
            <translation>훈련은 그 스텝 바로 앞에 있습니다.</translation>
        </message>
        <message>
            <source>The training stops exactly at the step at which one of these is so. Add one, and go on training.</source>
            <translation>조건 가운데 하나가 맞는 바로 그 스텝에서 훈련이 멈춥니다. 조건을 추가하고 훈련을 이어 가세요.</translation>
        </message>
        <message>
            <source>This data has no classes, so there is no accuracy.</source>
            <translation>이 데이터에는 클래스가 없어서 정확도가 없습니다.</translation>
        </message>
        <message>
            <source>Update ratio above</source>
            <translation>갱신 비율 초과</translation>
        </message>
        <message>
            <source>Update ratio below</source>
            <translation>갱신 비율 미만</translation>
        </message>
        <message>
            <source>Update ratio outside</source>
            <translation>갱신 비율이 범위 밖</translation>
        </message>
        <message>
            <source>Update ratio · {layer}</source>
            <translation>갱신 비율 · {layer}</translation>
        </message>
        <message>
            <source>Validation loss</source>
            <translation>검증 손실</translation>
        </message>
        <message>
            <source>Validation loss above</source>
            <translation>검증 손실 초과</translation>
        </message>
        <message>
            <source>Validation loss below</source>
            <translation>검증 손실 미만</translation>
        </message>
        <message>
            <source>What was different from the step before</source>
            <translation>바로 앞 스텝과 달라진 것</translation>
        </message>
        <message>
            <source>after</source>
            <translation>뒤</translation>
        </message>
        <message>
            <source>before</source>
            <translation>앞</translation>
        </message>
        <message>
            <source>{batch:,} of epoch {epoch:,}</source>
            <translation>{epoch:,}에포크의 {batch:,}번째</translation>
        </message>
        <message>
            <source>{n:,} of {width:,}</source>
            <translation>{width:,}개 중 {n:,}개</translation>
        </message>
        <message>
            <source>{name}: from</source>
            <translation>{name}: 부터</translation>
        </message>
        <message>
            <source>{name}: to</source>
            <translation>{name}: 까지</translation>
        </message>
        <message>
            <source>“{text}” is not a number for this.</source>
            <translation>‘{text}’은(는) 여기에 쓸 수 있는 수가 아닙니다.</translation>
        </message>
        <message>
            <source>Sample numbers</source>
            <translation>표본 번호</translation>
        </message>
        <message>
            <source>Choose for what the training stops by itself, and see when it has.</source>
            <translation>훈련이 저절로 멈출 조건을 정하고, 언제 멈추었는지 봅니다.</translation>
        </message>
        <message>
            <source>Choose what to wait for; its number can be changed afterwards.</source>
            <translation>무엇을 기다릴지 고릅니다. 숫자는 나중에 바꿀 수 있습니다.</translation>
        </message>
        <message>
            <source>What the edit changed</source>
            <translation>수정으로 달라진 것</translation>
        </message>
    </context>
</TS>
