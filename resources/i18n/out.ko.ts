<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>A row becomes {count} numbers, column by column: a number as (value − mean) / scale, a category as one number for each of its categories, 1 for the one it is and 0 for the others.</source>
            <translation>한 행은 열 순서대로 수 {count}개가 됩니다. 수는 (값 − 평균) / 척도이고, 범주는 범주마다 수가 하나씩이며 해당하는 범주만 1, 나머지는 0입니다.</translation>
        </message>
        <message>
            <source>Accuracy · training</source>
            <translation>정확도 · 훈련</translation>
        </message>
        <message>
            <source>Accuracy · validation</source>
            <translation>정확도 · 검증</translation>
        </message>
        <message>
            <source>Each number is (value − {mean}) / {scale}.</source>
            <translation>각 수는 (값 − {mean}) / {scale}입니다.</translation>
        </message>
        <message>
            <source>Edits</source>
            <translation>수정</translation>
        </message>
        <message>
            <source>Loss · training</source>
            <translation>손실 · 훈련</translation>
        </message>
        <message>
            <source>Loss · validation</source>
            <translation>손실 · 검증</translation>
        </message>
        <message>
            <source>R² · training</source>
            <translation>R² · 훈련</translation>
        </message>
        <message>
            <source>R² · validation</source>
            <translation>R² · 검증</translation>
        </message>
        <message>
            <source>Show them with: tensorboard --logdir {folder}</source>
            <translation>다음 명령으로 볼 수 있습니다: tensorboard --logdir {folder}</translation>
        </message>
        <message>
            <source>The numbers are taken as they are.</source>
            <translation>수를 있는 그대로 받습니다.</translation>
        </message>
        <message>
            <source>{path} has other files in it. Choose a new name, or an empty folder.</source>
            <translation>{path} 안에 다른 파일이 있습니다. 새 이름이나 빈 폴더를 고르세요.</translation>
        </message>
        <message>
            <source>Its input is called {input}, its outputs {outputs}.</source>
            <translation>입력의 이름은 {input}, 출력의 이름은 {outputs}입니다.</translation>
        </message>
        <message>
            <source>This network is larger than 2 GB, more than one ONNX file can hold.</source>
            <translation>이 신경망은 2 GB보다 커서 ONNX 파일 하나에 담을 수 없습니다.</translation>
        </message>
        <message>
            <source>(another one)</source>
            <translation>(다른 값)</translation>
        </message>
        <message>
            <source>(missing)</source>
            <translation>(없음)</translation>
        </message>
        <message>
            <source>A grey picture of {width}×{height} pixels; each number is 1 − value / 255, 1 for black.</source>
            <translation>{width}×{height} 픽셀 흑백 그림. 각 수는 1 − 값 / 255이며 검은색이 1입니다.</translation>
        </message>
        <message>
            <source>A grey picture of {width}×{height} pixels; each number is value / 255, 1 for white.</source>
            <translation>{width}×{height} 픽셀 흑백 그림. 각 수는 값 / 255이며 흰색이 1입니다.</translation>
        </message>
        <message>
            <source>A part of TorchGarden is missing: {name}. Install it again.</source>
            <translation>TorchGarden의 파일 {name}이(가) 없습니다. 다시 설치하세요.</translation>
        </message>
        <message>
            <source>About this page</source>
            <translation>이 페이지에 대하여</translation>
        </message>
        <message>
            <source>Accuracy {percent:.1f}%</source>
            <translation>정확도 {percent:.1f}%</translation>
        </message>
        <message>
            <source>All of it is kept, with ground beside it, and made {width}×{height} pixels; the app's own picture may differ by a trace.</source>
            <translation>전체를 그대로 두고 남는 곳을 바탕색으로 채워 {width}×{height} 픽셀로 만듭니다. 앱이 만든 그림과 아주 조금 다를 수 있습니다.</translation>
        </message>
        <message>
            <source>At ({x}, {y})</source>
            <translation>({x}, {y})에서</translation>
        </message>
        <message>
            <source>Blue raises, orange lowers; the thicker, the stronger. Of wide layers some units are drawn.</source>
            <translation>파랑은 값을 높이고 주황은 낮춥니다. 굵을수록 강합니다. 유닛이 많은 층은 일부만 그렸습니다.</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>클래스</translation>
        </message>
        <message>
            <source>Draw, open a picture or take a sample: the network answers at once.</source>
            <translation>그리거나 그림을 열거나 표본을 고르면 신경망이 바로 답합니다.</translation>
        </message>
        <message>
            <source>Held-out sample {number}</source>
            <translation>검증 표본 {number}</translation>
        </message>
        <message>
            <source>It is stretched to {width}×{height} pixels; the app's own picture may differ by a trace.</source>
            <translation>{width}×{height} 픽셀로 늘이거나 줄입니다. 앱이 만든 그림과 아주 조금 다를 수 있습니다.</translation>
        </message>
        <message>
            <source>Made with TorchGarden {version}.</source>
            <translation>TorchGarden {version}에서 만들었습니다.</translation>
        </message>
        <message>
            <source>Next sample</source>
            <translation>다음 표본</translation>
        </message>
        <message>
            <source>Nothing was done to the network but training.</source>
            <translation>훈련 말고는 신경망을 수정하지 않았습니다.</translation>
        </message>
        <message>
            <source>Numbers of the curves are means over the steps since the point before; few points are drawn of many.</source>
            <translation>곡선의 값은 앞 점 이후 스텝들의 평균이며, 많은 점 가운데 일부만 그렸습니다.</translation>
        </message>
        <message>
            <source>On random inputs the page answers as the app did; the largest difference is {difference}.</source>
            <translation>무작위 입력으로 이 페이지와 앱의 예측을 견주었습니다. 가장 큰 차이는 {difference}입니다.</translation>
        </message>
        <message>
            <source>Open a picture…</source>
            <translation>그림 열기…</translation>
        </message>
        <message>
            <source>Paste {count} numbers, with blanks between them</source>
            <translation>수 {count}개를 빈칸으로 나누어 붙여 넣으세요</translation>
        </message>
        <message>
            <source>Preparation</source>
            <translation>준비</translation>
        </message>
        <message>
            <source>Previous sample</source>
            <translation>이전 표본</translation>
        </message>
        <message>
            <source>Red, green and blue of {width}×{height} pixels; each number is 1 − value / 255.</source>
            <translation>{width}×{height} 픽셀의 빨강, 초록, 파랑. 각 수는 1 − 값 / 255입니다.</translation>
        </message>
        <message>
            <source>Red, green and blue of {width}×{height} pixels; each number is value / 255.</source>
            <translation>{width}×{height} 픽셀의 빨강, 초록, 파랑. 각 수는 값 / 255입니다.</translation>
        </message>
        <message>
            <source>Some held-out samples are in it. Whoever has the page can see them.</source>
            <translation>검증 표본 일부가 들어 있습니다. 페이지를 받은 사람은 누구나 볼 수 있습니다.</translation>
        </message>
        <message>
            <source>Source</source>
            <translation>출처</translation>
        </message>
        <message>
            <source>Step {step:,}</source>
            <translation>스텝 {step:,}</translation>
        </message>
        <message>
            <source>The browser cannot read this as a picture.</source>
            <translation>브라우저가 이 파일을 그림으로 읽을 수 없습니다.</translation>
        </message>
        <message>
            <source>The longer side is cut, then it is made {width}×{height} pixels; the app's own picture may differ by a trace.</source>
            <translation>긴 쪽을 잘라 낸 뒤 {width}×{height} 픽셀로 만듭니다. 앱이 만든 그림과 아주 조금 다를 수 있습니다.</translation>
        </message>
        <message>
            <source>The network, from the input at the left to the output at the right</source>
            <translation>왼쪽의 입력부터 오른쪽의 출력까지 그린 신경망</translation>
        </message>
        <message>
            <source>These are {number} numbers, not {count}.</source>
            <translation>수가 {count}개여야 하는데 {number}개입니다.</translation>
        </message>
        <message>
            <source>This network is too large for a page that a browser opens.</source>
            <translation>신경망이 너무 커서 브라우저로 여는 페이지에 담을 수 없습니다.</translation>
        </message>
        <message>
            <source>This page is one file. It needs no internet and sends nothing; what you draw stays here.</source>
            <translation>이 페이지는 파일 하나입니다. 인터넷 없이 열리고 아무것도 보내지 않습니다. 그린 것은 여기에만 남습니다.</translation>
        </message>
        <message>
            <source>Validation loss {loss:.4g}</source>
            <translation>검증 손실 {loss:.4g}</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>값</translation>
        </message>
        <message>
            <source>What it is</source>
            <translation>종류</translation>
        </message>
        <message>
            <source>What the network sees</source>
            <translation>신경망이 보는 그림</translation>
        </message>
        <message>
            <source>fading out, {percent:.0f}% done</source>
            <translation>서서히 제거 중, {percent:.0f}%</translation>
        </message>
        <message>
            <source>it is {target}</source>
            <translation>정답 {target}</translation>
        </message>
        <message>
            <source>on {count:,} held-out samples</source>
            <translation>(검증 표본 {count:,}개)</translation>
        </message>
        <message>
            <source>unfolding, {percent:.0f}% done</source>
            <translation>서서히 활성화 중, {percent:.0f}%</translation>
        </message>
        <message>
            <source>{count:,} parameters</source>
            <translation>매개변수 {count:,}개</translation>
        </message>
        <message>
            <source>{optimizer}, learning rate {rate:g}, batches of {batch}, seed {seed}</source>
            <translation>{optimizer}, 학습률 {rate:g}, 배치 크기 {batch}, 시드 {seed}</translation>
        </message>
        <message>
            <source>{step:,} steps</source>
            <translation>{step:,}스텝</translation>
        </message>
        <message>
            <source>{training:,} trained on, {validation:,} held out</source>
            <translation>훈련 {training:,}개, 검증 {validation:,}개</translation>
        </message>
        <message>
            <source>Made from</source>
            <translation>원본</translation>
        </message>
        <message>
            <source>{path} is a file. Logs are a folder: choose a new name.</source>
            <translation>{path}은(는) 파일입니다. 로그는 폴더에 저장됩니다. 새 이름을 고르세요.</translation>
        </message>
    </context>
</TS>
