<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>Another program has it open, perhaps Excel: save and close it there, and try again.</source>
            <translation>다른 프로그램(아마 Excel)이 열고 있습니다. 그 프로그램에서 저장하고 닫은 다음 다시 해 보세요.</translation>
        </message>
        <message>
            <source>As you have chosen.</source>
            <translation>선택하신 대로입니다.</translation>
        </message>
        <message>
            <source>Cells in columns of numbers that hold something else: {count:,}.</source>
            <translation>숫자 열에서 숫자가 아닌 칸: {count:,}개.</translation>
        </message>
        <message>
            <source>Cells that differ from a more frequent word in capital letters, spaces or full width alone: {count:,}.</source>
            <translation>더 흔한 낱말과 대소문자, 띄어쓰기, 전각만 다른 칸: {count:,}개.</translation>
        </message>
        <message>
            <source>Cells with more than {most:,} letters: {count:,}.</source>
            <translation>글자가 {most:,}자보다 많은 칸: {count:,}개.</translation>
        </message>
        <message>
            <source>Choose the column that shall be predicted.</source>
            <translation>예측할 열을 고르세요.</translation>
        </message>
        <message>
            <source>Classes with one row alone: {count:,}.</source>
            <translation>행이 하나뿐인 클래스: {count:,}개.</translation>
        </message>
        <message>
            <source>Columns that alone tell “{name}”: {count:,}.</source>
            <translation>혼자서 ‘{name}’을(를) 알려 주는 열: {count:,}개.</translation>
        </message>
        <message>
            <source>Columns that are the same in every row: {count:,}.</source>
            <translation>모든 행에서 값이 같은 열: {count:,}개.</translation>
        </message>
        <message>
            <source>Columns that name the row, different in every one: {count:,}.</source>
            <translation>행마다 달라서 행의 이름일 뿐인 열: {count:,}개.</translation>
        </message>
        <message>
            <source>Columns with dates like 3/4/2024, where no cell tells the day from the month: {count:,}.</source>
            <translation>3/4/2024처럼 월과 일을 가릴 수 없는 날짜 열: {count:,}개.</translation>
        </message>
        <message>
            <source>Columns with the name of another one: {count:,}.</source>
            <translation>다른 열과 이름이 같은 열: {count:,}개.</translation>
        </message>
        <message>
            <source>Columns with too many different words: {count:,}.</source>
            <translation>서로 다른 낱말이 너무 많은 열: {count:,}개.</translation>
        </message>
        <message>
            <source>Columns without a name: {count:,}.</source>
            <translation>이름이 없는 열: {count:,}개.</translation>
        </message>
        <message>
            <source>Columns without anything in them: {count:,}.</source>
            <translation>비어 있는 열: {count:,}개.</translation>
        </message>
        <message>
            <source>Dates: counted in days.</source>
            <translation>날짜: 날수로 셉니다.</translation>
        </message>
        <message>
            <source>Different in every row: it names the row.</source>
            <translation>행마다 다릅니다. 행의 이름일 뿐입니다.</translation>
        </message>
        <message>
            <source>Digits with zeros in front: a code and no amount.</source>
            <translation>앞에 0이 붙은 숫자: 양이 아니라 코드입니다.</translation>
        </message>
        <message>
            <source>Empty cells below a cell that names a group: {count:,}.</source>
            <translation>묶음 이름이 적힌 칸 아래의 빈칸: {count:,}개.</translation>
        </message>
        <message>
            <source>Empty cells in columns that are learned from: {count:,}.</source>
            <translation>배우는 데 쓰는 열의 빈칸: {count:,}개.</translation>
        </message>
        <message>
            <source>Empty rows: {count:,}.</source>
            <translation>빈 행: {count:,}개.</translation>
        </message>
        <message>
            <source>In every row “{name}” is the same: there is nothing to tell apart. Choose another column.</source>
            <translation>모든 행에서 ‘{name}’의 값이 같아서 구별할 것이 없습니다. 다른 열을 고르세요.</translation>
        </message>
        <message>
            <source>It is in OneDrive and not on this computer yet. In its folder choose “Always keep on this device”, wait until it is there, and try again.</source>
            <translation>OneDrive에만 있고 이 컴퓨터에는 아직 없습니다. 그 폴더에서 ‘이 디바이스에 항상 유지’를 고르고, 파일이 올 때까지 기다렸다가 다시 해 보세요.</translation>
        </message>
        <message>
            <source>It is no ordinary file.</source>
            <translation>보통 파일이 아닙니다.</translation>
        </message>
        <message>
            <source>It is not there any more.</source>
            <translation>더 이상 그 자리에 없습니다.</translation>
        </message>
        <message>
            <source>Its path is too long. Move it to a folder nearer to the top, and try again.</source>
            <translation>경로가 너무 깁니다. 더 위에 있는 폴더로 옮긴 다음 다시 해 보세요.</translation>
        </message>
        <message>
            <source>Letters that cannot be read in this encoding: {count:,}.</source>
            <translation>이 인코딩으로는 읽을 수 없는 글자: {count:,}개.</translation>
        </message>
        <message>
            <source>Lines in UTF-8 that another program took for {encoding}: {count:,}.</source>
            <translation>다른 프로그램이 {encoding}(으)로 잘못 읽은 UTF-8 줄: {count:,}개.</translation>
        </message>
        <message>
            <source>Lines in UTF-8 that another program took for {encoding}: {count:,}. Letters were lost by that: take the file as it was before, if you can.</source>
            <translation>다른 프로그램이 {encoding}(으)로 잘못 읽은 UTF-8 줄: {count:,}개. 그때 글자를 잃어버렸습니다. 할 수 있으면 그 전의 파일을 쓰세요.</translation>
        </message>
        <message>
            <source>Lines with a quote that is not closed: {count:,}.</source>
            <translation>따옴표가 닫히지 않은 줄: {count:,}개.</translation>
        </message>
        <message>
            <source>Looking at the columns</source>
            <translation>열을 살펴보는 중</translation>
        </message>
        <message>
            <source>No cell holds anything.</source>
            <translation>모든 칸이 비어 있습니다.</translation>
        </message>
        <message>
            <source>No column is left to learn from. Choose at least one as an input.</source>
            <translation>배울 열이 남지 않았습니다. 입력으로 쓸 열을 하나 이상 고르세요.</translation>
        </message>
        <message>
            <source>Numbers from {least:.6g} to {most:.6g}.</source>
            <translation>숫자: {least:.6g}부터 {most:.6g}까지.</translation>
        </message>
        <message>
            <source>One of two words.</source>
            <translation>두 낱말 가운데 하나입니다.</translation>
        </message>
        <message>
            <source>Preparing rows</source>
            <translation>행을 준비하는 중</translation>
        </message>
        <message>
            <source>Reading rows</source>
            <translation>행을 읽는 중</translation>
        </message>
        <message>
            <source>Rows above the table, like a title: {count:,}.</source>
            <translation>표 위에 있는 제목 같은 행: {count:,}개.</translation>
        </message>
        <message>
            <source>Rows at the end with a total of those above: {count:,}.</source>
            <translation>맨 끝에 있는 합계 행: {count:,}개.</translation>
        </message>
        <message>
            <source>Rows in which “{name}” is empty: {count:,}.</source>
            <translation>‘{name}’이(가) 비어 있는 행: {count:,}개.</translation>
        </message>
        <message>
            <source>Rows that say the same as an earlier one: {count:,}.</source>
            <translation>앞선 행과 내용이 같은 행: {count:,}개.</translation>
        </message>
        <message>
            <source>Rows that say the same as an earlier one: {count:,}. In this table that is usual, so they are split like all others.</source>
            <translation>앞선 행과 내용이 같은 행: {count:,}개. 이 표에서는 흔한 일이므로 다른 행처럼 훈련용과 검증용으로 나눕니다.</translation>
        </message>
        <message>
            <source>Rows with fewer cells than there are columns: {count:,}.</source>
            <translation>열보다 칸이 적은 행: {count:,}개.</translation>
        </message>
        <message>
            <source>Rows with more cells than there are columns: {count:,}.</source>
            <translation>열보다 칸이 많은 행: {count:,}개.</translation>
        </message>
        <message>
            <source>The columns have no names: the first row is data already.</source>
            <translation>열에 이름이 없습니다. 첫 행부터 데이터입니다.</translation>
        </message>
        <message>
            <source>The columns make {count:,} inputs, too many for these rows. Leave those with many different words unused.</source>
            <translation>열에서 나오는 입력이 {count:,}개로, 이 행들에는 너무 많습니다. 서로 다른 낱말이 많은 열은 쓰지 마세요.</translation>
        </message>
        <message>
            <source>The encoding of this file cannot be guessed. Choose the one in which its rows look right.</source>
            <translation>이 파일의 인코딩을 알 수 없습니다. 행이 제대로 보이는 것을 고르세요.</translation>
        </message>
        <message>
            <source>The same in every row: nothing can be learned.</source>
            <translation>모든 행에서 같습니다. 배울 것이 없습니다.</translation>
        </message>
        <message>
            <source>The table has more than {most:,} cells. Take out rows or columns that are not needed.</source>
            <translation>표의 칸이 {most:,}개보다 많습니다. 필요 없는 행이나 열을 덜어 내세요.</translation>
        </message>
        <message>
            <source>The table has more than {most:,} columns. Take out what is not needed.</source>
            <translation>표의 열이 {most:,}개보다 많습니다. 필요 없는 것을 덜어 내세요.</translation>
        </message>
        <message>
            <source>The workbook is damaged, or is none. Open it in Excel, save it as CSV, and take that.</source>
            <translation>통합 문서가 손상되었거나 통합 문서가 아닙니다. Excel에서 열어 CSV로 저장하고 그 파일을 쓰세요.</translation>
        </message>
        <message>
            <source>The workbook is too large when it is unpacked. Save the one sheet as CSV.</source>
            <translation>통합 문서를 풀면 너무 큽니다. 필요한 시트만 CSV로 저장하세요.</translation>
        </message>
        <message>
            <source>There are {count:,} rows, more than can be learned here: at most {most:,}. Take some out.</source>
            <translation>행이 {count:,}개로, 여기서 배울 수 있는 {most:,}개보다 많습니다. 일부를 빼세요.</translation>
        </message>
        <message>
            <source>There are too few rows to learn from: {count}. At least {least} are needed.</source>
            <translation>배우기에는 행이 너무 적습니다: {count}개. 적어도 {least}개가 필요합니다.</translation>
        </message>
        <message>
            <source>There is no sheet called {sheet} in this workbook. There is: {sheets}.</source>
            <translation>이 통합 문서에는 {sheet}(이)라는 시트가 없습니다. 있는 시트: {sheets}.</translation>
        </message>
        <message>
            <source>There is no sheet with cells in this workbook.</source>
            <translation>이 통합 문서에는 칸이 있는 시트가 없습니다.</translation>
        </message>
        <message>
            <source>This is a zip file, and no workbook is in it. Unpack it, and take the table.</source>
            <translation>zip 파일이고 그 안에 통합 문서가 없습니다. 압축을 풀고 표를 고르세요.</translation>
        </message>
        <message>
            <source>This is not a table: the file holds no text.</source>
            <translation>표가 아닙니다. 파일에 글자가 없습니다.</translation>
        </message>
        <message>
            <source>Two rows name the columns.</source>
            <translation>열 이름이 두 행에 걸쳐 있습니다.</translation>
        </message>
        <message>
            <source>Words: {count:,} different ones, too many to learn from each.</source>
            <translation>낱말: 서로 다른 것이 {count:,}개로, 하나하나에서 배우기에는 너무 많습니다.</translation>
        </message>
        <message>
            <source>Words: {count:,} different ones.</source>
            <translation>낱말: 서로 다른 것이 {count:,}개입니다.</translation>
        </message>
        <message>
            <source>Workbooks (.xlsx) are read by the package openpyxl, which is not in this environment. Install it, or save the table as CSV and take that.</source>
            <translation>통합 문서(.xlsx)는 openpyxl 패키지로 읽는데, 이 가상환경에는 없습니다. 설치하거나, 표를 CSV로 저장해서 그 파일을 쓰세요.</translation>
        </message>
        <message>
            <source>You are not allowed to read it, or another program has it open: close it there, and try again.</source>
            <translation>읽을 권한이 없거나 다른 프로그램이 열고 있습니다. 그 프로그램에서 닫고 다시 해 보세요.</translation>
        </message>
        <message>
            <source>join both rows into one name</source>
            <translation>두 행을 한 이름으로 합칩니다</translation>
        </message>
        <message>
            <source>keep the column, unless you choose otherwise</source>
            <translation>따로 고르지 않으면 그 열을 그대로 씁니다</translation>
        </message>
        <message>
            <source>keep their first letters</source>
            <translation>앞부분 글자만 씁니다</translation>
        </message>
        <message>
            <source>keep them on one side</source>
            <translation>훈련·검증 한쪽에 둡니다</translation>
        </message>
        <message>
            <source>leave out the cells that are too many</source>
            <translation>남는 칸은 쓰지 않습니다</translation>
        </message>
        <message>
            <source>leave the column unused, unless you choose otherwise</source>
            <translation>따로 고르지 않으면 그 열을 쓰지 않습니다</translation>
        </message>
        <message>
            <source>number them</source>
            <translation>번호를 붙입니다</translation>
        </message>
        <message>
            <source>read it as what it is</source>
            <translation>실제 형식대로 읽습니다</translation>
        </message>
        <message>
            <source>take each line as a row of its own</source>
            <translation>줄 하나를 행 하나로 봅니다</translation>
        </message>
        <message>
            <source>take the cell above, as in cells that were merged</source>
            <translation>병합된 칸처럼 위 칸의 값을 씁니다</translation>
        </message>
        <message>
            <source>take the cells that are not there as empty</source>
            <translation>없는 칸은 빈칸으로 봅니다</translation>
        </message>
        <message>
            <source>take the median of the column; among words, a word of its own</source>
            <translation>그 열의 중앙값을 씁니다. 낱말 열에서는 따로 한 낱말로 봅니다</translation>
        </message>
        <message>
            <source>take them as different words</source>
            <translation>서로 다른 낱말로 봅니다</translation>
        </message>
        <message>
            <source>take them as empty</source>
            <translation>빈칸으로 봅니다</translation>
        </message>
        <message>
            <source>take them as one word</source>
            <translation>한 낱말로 봅니다</translation>
        </message>
        <message>
            <source>the day comes first</source>
            <translation>일이 먼저입니다</translation>
        </message>
        <message>
            <source>the month comes first</source>
            <translation>월이 먼저입니다</translation>
        </message>
        <message>
            <source>train with them; they are not validated</source>
            <translation>훈련에는 쓰고 검증에는 쓰지 않습니다</translation>
        </message>
        <message>
            <source>turn the letters back</source>
            <translation>글자를 되돌립니다</translation>
        </message>
        <message>
            <source>{name} is a web page, not a table. Open it in Excel, save it as CSV, and take that.</source>
            <translation>{name}은(는) 표가 아니라 웹 페이지입니다. Excel에서 열어 CSV로 저장하고 그 파일을 쓰세요.</translation>
        </message>
        <message>
            <source>{name} is a workbook of Excel, whatever its name says.</source>
            <translation>{name}은(는) 이름과 달리 Excel 통합 문서입니다.</translation>
        </message>
        <message>
            <source>{name} is a workbook of an old Excel, or has a password. Save it as CSV or .xlsx without a password, and take that.</source>
            <translation>{name}은(는) 옛 Excel 통합 문서이거나 암호가 걸려 있습니다. 암호 없이 CSV나 .xlsx로 저장하고 그 파일을 쓰세요.</translation>
        </message>
        <message>
            <source>{name} is an OpenDocument table. Save it as CSV or .xlsx, and take that.</source>
            <translation>{name}은(는) OpenDocument 표입니다. CSV나 .xlsx로 저장하고 그 파일을 쓰세요.</translation>
        </message>
        <message>
            <source>{name} is too large: at most {most} MB are read. Take out rows or columns that are not needed.</source>
            <translation>{name}은(는) 너무 큽니다. {most} MB까지만 읽습니다. 필요 없는 행이나 열을 덜어 내세요.</translation>
        </message>
        <message>
            <source>{name} only marks that the table is open in Excel. Choose the table itself, {table}.</source>
            <translation>{name}은(는) 표가 Excel에서 열려 있다는 표시일 뿐입니다. 표 파일 {table}을(를) 고르세요.</translation>
        </message>
        <message>
            <source>“{name}” alone tells “{target}”. Will it be known when you predict? If not, leave it unused.</source>
            <translation>‘{name}’만 보아도 ‘{target}’을(를) 알 수 있습니다. 예측할 때 이 값을 알 수 있나요? 아니라면 쓰지 마세요.</translation>
        </message>
        <message>
            <source>“{name}” has {count:,} different values, too many for classes. Choose another column.</source>
            <translation>‘{name}’의 값은 서로 다른 것이 {count:,}개로, 클래스로 쓰기에는 너무 많습니다. 다른 열을 고르세요.</translation>
        </message>
        <message>
            <source>“{name}” holds no numbers. Leave it unused, or take it as words.</source>
            <translation>‘{name}’에는 숫자가 없습니다. 쓰지 않거나 낱말로 보세요.</translation>
        </message>
        <message>
            <source>“{name}” holds words, not numbers: choose classes.</source>
            <translation>‘{name}’은(는) 숫자가 아니라 낱말입니다. 클래스로 고르세요.</translation>
        </message>
        <message>
            <source>“{name}” holds {count} different whole numbers. Are they classes, or an amount?</source>
            <translation>‘{name}’에는 서로 다른 정수가 {count}개 있습니다. 클래스인가요, 양인가요?</translation>
        </message>
        <message>
            <source>“{name}” is different in every row. A network would learn the rows by heart.</source>
            <translation>‘{name}’은(는) 행마다 다릅니다. 신경망이 행을 통째로 외우게 됩니다.</translation>
        </message>
    </context>
</TS>
