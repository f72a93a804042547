<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>.cuda() and .to(device)</source>
            <translation>.cuda()와 .to(device)</translation>
        </message>
        <message>
            <source>.to(device) runs with and without a GPU; .cuda() only with one.</source>
            <translation>.to(device)는 GPU가 있든 없든 실행되고, .cuda()는 GPU가 있어야만 실행됩니다.</translation>
        </message>
        <message>
            <source>A function calls itself without an end. Give it a case in which it returns.</source>
            <translation>함수가 끝없이 자기 자신을 부릅니다. 멈추고 돌아오는 경우를 넣으세요.</translation>
        </message>
        <message>
            <source>A line is still running. Stop it first, or wait.</source>
            <translation>한 줄이 아직 실행 중입니다. 먼저 멈추거나 기다리세요.</translation>
        </message>
        <message>
            <source>A line of Python</source>
            <translation>파이썬 한 줄</translation>
        </message>
        <message>
            <source>A loss wants targets of another kind: F.cross_entropy whole numbers (torch.long) from 0 to classes - 1.</source>
            <translation>손실이 바라는 정답의 종류가 다릅니다. F.cross_entropy는 0부터 클래스 수 - 1까지의 정수(torch.long)를 씁니다.</translation>
        </message>
        <message>
            <source>A name is used before it has a value. Give it one with =.</source>
            <translation>값이 없는 이름을 썼습니다. 먼저 =로 값을 주세요.</translation>
        </message>
        <message>
            <source>A product needs the last number of the left shape to equal the first of the right one: ({a}, {b}) times ({c}, {d}) has {b} and {c}. .t() turns a matrix round.</source>
            <translation>행렬곱은 왼쪽 모양의 마지막 수와 오른쪽 모양의 첫 수가 같아야 합니다. ({a}, {b}) 곱하기 ({c}, {d})에서는 그 둘이 {b}, {c}입니다. .t()로 행렬을 뒤집을 수 있습니다.</translation>
        </message>
        <message>
            <source>A tensor is numbers in a row, and a shape that says how they are read.</source>
            <translation>텐서는 한 줄로 놓인 숫자와, 그것을 어떻게 읽을지 정하는 모양입니다.</translation>
        </message>
        <message>
            <source>A tensor that learns must not be overwritten while its operations are recorded. Change it inside with torch.no_grad():, or compute a new one.</source>
            <translation>학습하는 텐서는 연산이 기록되는 동안 덮어쓸 수 없습니다. with torch.no_grad(): 안에서 바꾸거나 새로 계산하세요.</translation>
        </message>
        <message>
            <source>A view is another way to read the same memory; the stride says how many cells to jump.</source>
            <translation>뷰는 같은 메모리를 다르게 읽는 방법이고, stride는 몇 칸을 건너뛸지 말해 줍니다.</translation>
        </message>
        <message>
            <source>Add them. The pale cells are read again and again; they are nowhere in the memory.</source>
            <translation>둘을 더하세요. 흐린 칸은 같은 곳을 되풀이해 읽은 것이라 메모리에는 없습니다.</translation>
        </message>
        <message>
            <source>Broadcasting</source>
            <translation>브로드캐스팅</translation>
        </message>
        <message>
            <source>Broadcasting repeats a row by a stride of 0: nothing is copied.</source>
            <translation>브로드캐스팅은 stride 0으로 한 행을 되풀이해 읽습니다. 아무것도 복사하지 않습니다.</translation>
        </message>
        <message>
            <source>Call backward(). w.grad appears among the names: the slope in each number.</source>
            <translation>backward()를 부르세요. 이름 목록에 w.grad가 나타납니다. 숫자마다의 기울기입니다.</translation>
        </message>
        <message>
            <source>Choose a piece, or type a line of your own.</source>
            <translation>하나를 고르거나 원하는 줄을 직접 쓰세요.</translation>
        </message>
        <message>
            <source>Choose the device in one line that is right on every computer.</source>
            <translation>어느 컴퓨터에서나 맞는 한 줄로 디바이스를 고르세요.</translation>
        </message>
        <message>
            <source>Compute one number from it. Its grad_fn says what backward() will do.</source>
            <translation>그것으로 숫자 하나를 계산하세요. 그 grad_fn은 backward()가 할 일을 말해 줍니다.</translation>
        </message>
        <message>
            <source>Copies of the next batch and of the weights, as x, y, W1, b1 …</source>
            <translation>다음 배치와 가중치의 사본을 x, y, W1, b1 …이라는 이름으로 가져옵니다</translation>
        </message>
        <message>
            <source>Each error names the shape, type or graph that does not fit; the sentence says what to write instead.</source>
            <translation>오류마다 맞지 않는 모양, 자료형, 그래프를 알려 주고, 곁의 문장은 대신 무엇을 쓸지 알려 줍니다.</translation>
        </message>
        <message>
            <source>Five frequent errors</source>
            <translation>자주 나는 오류 다섯 가지</translation>
        </message>
        <message>
            <source>Forget all names.</source>
            <translation>모든 이름을 지웁니다.</translation>
        </message>
        <message>
            <source>From the training</source>
            <translation>훈련에서 가져오기</translation>
        </message>
        <message>
            <source>Gradients add up from one backward() to the next, so empty them.</source>
            <translation>기울기는 backward()를 부를 때마다 더해지므로 비우세요.</translation>
        </message>
        <message>
            <source>Gradients: backward()</source>
            <translation>기울기: backward()</translation>
        </message>
        <message>
            <source>Guided pieces</source>
            <translation>따라 하기</translation>
        </message>
        <message>
            <source>It came from a training; here are random numbers of the same shape.</source>
            <translation>훈련에서 온 텐서입니다. 여기서는 모양이 같은 무작위 숫자를 씁니다.</translation>
        </message>
        <message>
            <source>Last: overwriting what learns.</source>
            <translation>마지막: 학습하는 것을 덮어쓰기.</translation>
        </message>
        <message>
            <source>Lines may take {size:,} MB.</source>
            <translation>줄마다 실행하며 쓰는 메모리는 모두 {size:,} MB까지입니다.</translation>
        </message>
        <message>
            <source>Lines typed in TorchGarden. They need PyTorch alone; lines that failed are comments.</source>
            <translation>TorchGarden에서 쓴 줄입니다. PyTorch만 있으면 실행되고, 오류가 난 줄은 주석으로 남겼습니다.</translation>
        </message>
        <message>
            <source>Make a batch: five matrices in one tensor of three dimensions.</source>
            <translation>배치를 만드세요. 3차원 텐서 하나에 행렬 다섯 개를 담습니다.</translation>
        </message>
        <message>
            <source>Make a column of shape (3, 1) and a row of shape (4,).</source>
            <translation>모양이 (3, 1)인 열과 (4,)인 행을 만드세요.</translation>
        </message>
        <message>
            <source>Make a copy in one piece with .contiguous(). It has memory of its own.</source>
            <translation>.contiguous()로 이어진 사본을 만드세요. 자기 메모리를 따로 가집니다.</translation>
        </message>
        <message>
            <source>Make a layer and move it to the device: all its weights go along.</source>
            <translation>층을 만들어 디바이스로 옮기세요. 가중치도 모두 함께 갑니다.</translation>
        </message>
        <message>
            <source>Make a tensor and move it there.</source>
            <translation>텐서를 만들어 그리로 옮기세요.</translation>
        </message>
        <message>
            <source>Make a tensor of float16: two bytes for each number.</source>
            <translation>float16 텐서를 만드세요. 숫자 하나에 2바이트입니다.</translation>
        </message>
        <message>
            <source>Make a tensor of shape (3, 4) under a name. arange counts, reshape gives it rows and columns.</source>
            <translation>모양이 (3, 4)인 텐서에 이름을 붙여 만드세요. arange는 차례로 세고, reshape는 행과 열로 나눕니다.</translation>
        </message>
        <message>
            <source>Make a tensor that learns: requires_grad=True.</source>
            <translation>학습하는 텐서를 만드세요: requires_grad=True.</translation>
        </message>
        <message>
            <source>Make a tensor with rows and columns. Below it stands its memory: one row of cells.</source>
            <translation>행과 열이 있는 텐서를 만드세요. 아래에 그 메모리가 한 줄로 보입니다.</translation>
        </message>
        <message>
            <source>Make one of float64: eight bytes for each number. Compare the bytes under its name.</source>
            <translation>float64 텐서를 만드세요. 숫자 하나에 8바이트입니다. 이름 아래의 바이트 수를 견주어 보세요.</translation>
        </message>
        <message>
            <source>Make one of three dimensions, as a stack of matrices.</source>
            <translation>행렬을 쌓은 3차원 텐서를 만드세요.</translation>
        </message>
        <message>
            <source>Make one with random numbers, with at least two rows and two columns.</source>
            <translation>무작위 숫자로 행과 열이 둘 이상인 텐서를 만드세요.</translation>
        </message>
        <message>
            <source>Make tensors</source>
            <translation>텐서 만들기</translation>
        </message>
        <message>
            <source>Make two matrices that can be multiplied: (2, 3) and (3, 4).</source>
            <translation>곱할 수 있는 행렬 둘을 만드세요: (2, 3)과 (3, 4).</translation>
        </message>
        <message>
            <source>Matrix products and batches</source>
            <translation>행렬곱과 배치</translation>
        </message>
        <message>
            <source>Memory that lines may take</source>
            <translation>실행하는 줄이 쓸 수 있는 메모리</translation>
        </message>
        <message>
            <source>Multiply the whole batch by the same matrix at once.</source>
            <translation>배치 전체에 같은 행렬을 한꺼번에 곱하세요.</translation>
        </message>
        <message>
            <source>Multiply them with @ and look at the shape.</source>
            <translation>둘을 @로 곱하고 모양을 보세요.</translation>
        </message>
        <message>
            <source>Names there are</source>
            <translation>지금 있는 이름</translation>
        </message>
        <message>
            <source>Next: backward() twice through one graph.</source>
            <translation>다음: 그래프 하나에 backward() 두 번.</translation>
        </message>
        <message>
            <source>Next: two number types in one product.</source>
            <translation>다음: 곱 하나에 자료형 두 가지.</translation>
        </message>
        <message>
            <source>Next: view on memory that is not in one piece.</source>
            <translation>다음: 이어져 있지 않은 메모리에 view.</translation>
        </message>
        <message>
            <source>No Python is there to run this. Press Restart above, or look at the training again.</source>
            <translation>이 줄을 실행할 파이썬이 없습니다. 위의 다시 시작을 누르거나 훈련을 다시 가져오세요.</translation>
        </message>
        <message>
            <source>Nothing here asks for a gradient. Make the tensor with requires_grad=True, and compute outside torch.no_grad().</source>
            <translation>여기에는 기울기를 구할 것이 없습니다. requires_grad=True로 텐서를 만들고 torch.no_grad() 밖에서 계산하세요.</translation>
        </message>
        <message>
            <source>Now write .cuda(). Without a GPU this is the error that a person gets.</source>
            <translation>이제 .cuda()를 쓰세요. GPU가 없으면 이런 오류를 만납니다.</translation>
        </message>
        <message>
            <source>Number types and sizes</source>
            <translation>자료형과 크기</translation>
        </message>
        <message>
            <source>Only floating numbers have gradients. Write 2. instead of 2, or x.float().</source>
            <translation>기울기는 실수에만 있습니다. 2 대신 2.을 쓰거나 x.float()를 쓰세요.</translation>
        </message>
        <message>
            <source>Put names and numbers back to before the last line.</source>
            <translation>이름과 숫자를 마지막 줄 앞으로 되돌립니다.</translation>
        </message>
        <message>
            <source>Python</source>
            <translation>파이썬</translation>
        </message>
        <message>
            <source>Python cannot read this line. Look at its brackets, quotes and commas.</source>
            <translation>파이썬이 이 줄을 읽지 못합니다. 괄호, 따옴표, 쉼표를 살펴보세요.</translation>
        </message>
        <message>
            <source>Python cannot read this line. Look at letter {place}.</source>
            <translation>파이썬이 이 줄을 읽지 못합니다. {place}번째 글자를 살펴보세요.</translation>
        </message>
        <message>
            <source>Python ended while this line ran. All names are gone; the training goes on.</source>
            <translation>이 줄을 실행하다가 파이썬이 끝났습니다. 이름은 모두 사라졌고, 훈련은 계속됩니다.</translation>
        </message>
        <message>
            <source>Repeat</source>
            <translation>한 번 더</translation>
        </message>
        <message>
            <source>Run a line below: what it makes is drawn here, cell by cell, with the memory it reads. Cells, shapes, strides and memory are read from PyTorch itself.</source>
            <translation>아래에서 한 줄을 실행하면 만들어진 것이 칸 하나하나와 그것이 읽는 메모리로 여기에 그려집니다. 칸, 모양, stride, 메모리는 PyTorch에서 그대로 읽은 것입니다.</translation>
        </message>
        <message>
            <source>Run into it: a product of shapes that do not fit. Read both texts of the error.</source>
            <translation>일부러 내 보세요: 모양이 맞지 않는 곱. 오류의 두 글을 모두 읽어 보세요.</translation>
        </message>
        <message>
            <source>Save as notebook</source>
            <translation>노트북으로 저장</translation>
        </message>
        <message>
            <source>Shapes and strides</source>
            <translation>모양과 stride</translation>
        </message>
        <message>
            <source>Something that was opened is not closed. Each ( [ and quote needs its other half.</source>
            <translation>열어 놓고 닫지 않은 것이 있습니다. ( [ 와 따옴표는 모두 짝이 있어야 합니다.</translation>
        </message>
        <message>
            <source>Stop the line that runs.</source>
            <translation>실행 중인 줄을 멈춥니다.</translation>
        </message>
        <message>
            <source>Stretch the row yourself with expand. Its first stride is 0.</source>
            <translation>expand로 행을 직접 늘려 보세요. 첫 stride가 0입니다.</translation>
        </message>
        <message>
            <source>Tensors and their memory</source>
            <translation>텐서와 메모리</translation>
        </message>
        <message>
            <source>The Python of these names has ended, and they are gone. The training goes on.</source>
            <translation>이 이름들이 있던 파이썬이 끝나서 이름도 사라졌습니다. 훈련은 계속됩니다.</translation>
        </message>
        <message>
            <source>The bench is empty.</source>
            <translation>이름을 모두 지웠습니다.</translation>
        </message>
        <message>
            <source>The inner sizes must be equal; everything before them is a batch.</source>
            <translation>안쪽 크기가 서로 같아야 하고, 그 앞은 모두 배치입니다.</translation>
        </message>
        <message>
            <source>The last line is undone.</source>
            <translation>마지막 줄을 되돌렸습니다.</translation>
        </message>
        <message>
            <source>The line could not be run. What Python says stands below.</source>
            <translation>이 줄을 실행하지 못했습니다. 파이썬이 한 말은 아래에 있습니다.</translation>
        </message>
        <message>
            <source>The line did not stop, so its Python was ended and begun again. All names are gone.</source>
            <translation>줄이 멈추지 않아 그 파이썬을 끝내고 다시 시작했습니다. 이름은 모두 사라졌습니다.</translation>
        </message>
        <message>
            <source>The line was stopped. What it had done until then stays.</source>
            <translation>줄을 멈췄습니다. 그때까지 한 일은 그대로 남습니다.</translation>
        </message>
        <message>
            <source>The next batch and the weights of step {step:,} are here as copies: {names}.</source>
            <translation>스텝 {step:,}의 다음 배치와 가중치를 사본으로 가져왔습니다: {names}.</translation>
        </message>
        <message>
            <source>The notebook could not be saved.</source>
            <translation>노트북을 저장하지 못했습니다.</translation>
        </message>
        <message>
            <source>The notebook is saved: {path}</source>
            <translation>노트북을 저장했습니다: {path}</translation>
        </message>
        <message>
            <source>The shapes do not hold equally many numbers. The product of a shape is how many it holds; -1 is worked out by itself.</source>
            <translation>두 모양에 담기는 숫자의 개수가 다릅니다. 모양의 수를 모두 곱한 것이 개수입니다. -1을 쓰면 알아서 계산합니다.</translation>
        </message>
        <message>
            <source>The tensors are on different devices, and nothing is moved by itself. Move one: x.to(y.device).</source>
            <translation>텐서들이 서로 다른 디바이스에 있고, 저절로 옮겨지지 않습니다. 하나를 옮기세요: x.to(y.device).</translation>
        </message>
        <message>
            <source>The type decides how many bytes a number takes, how far it reaches and how exact it is.</source>
            <translation>자료형이 숫자 하나의 바이트 수, 담을 수 있는 범위, 정밀함을 정합니다.</translation>
        </message>
        <message>
            <source>There is no GPU that PyTorch can use here. Write device = "cuda" if torch.cuda.is_available() else "cpu", then x.to(device): it runs everywhere.</source>
            <translation>PyTorch가 여기서 쓸 수 있는 GPU가 없습니다. device = "cuda" if torch.cuda.is_available() else "cpu"를 쓰고 x.to(device)를 쓰세요. 어디서나 실행됩니다.</translation>
        </message>
        <message>
            <source>There is no line to undo.</source>
            <translation>되돌릴 줄이 없습니다.</translation>
        </message>
        <message>
            <source>There is no name {name} yet. Give it a value first: {name} = …</source>
            <translation>아직 없는 이름입니다: {name}. 먼저 값을 주세요: {name} = …</translation>
        </message>
        <message>
            <source>There is no name {name}. Did you mean {near}?</source>
            <translation>없는 이름입니다: {name}. 혹시 이것인가요: {near}</translation>
        </message>
        <message>
            <source>There is no such attribute. Tab behind the dot shows those there are.</source>
            <translation>그런 속성은 없습니다. 점 뒤에서 Tab을 누르면 있는 것들이 보입니다.</translation>
        </message>
        <message>
            <source>There is no training to bring anything from yet.</source>
            <translation>아직 가져올 훈련이 없습니다.</translation>
        </message>
        <message>
            <source>There is nothing at this index. Count from 0; .shape says how many there are.</source>
            <translation>이 위치에는 아무것도 없습니다. 0부터 세고, 몇 개인지는 .shape로 볼 수 있습니다.</translation>
        </message>
        <message>
            <source>This would take more memory than lines may. Make it smaller, delete names with del, or allow more memory above.</source>
            <translation>허용된 것보다 메모리가 더 필요합니다. 크기를 줄이거나, del로 이름을 지우거나, 위에서 메모리를 더 허용하세요.</translation>
        </message>
        <message>
            <source>Try it</source>
            <translation>해 보기</translation>
        </message>
        <message>
            <source>Turn it round with .t(). Not one number is moved: the strides are swapped.</source>
            <translation>.t()로 뒤집으세요. 숫자는 하나도 옮겨지지 않고 stride만 서로 바뀝니다.</translation>
        </message>
        <message>
            <source>Two different number types meet here. Make them one: x.float(), x.long(), or x.to(y.dtype).</source>
            <translation>서로 다른 자료형이 만났습니다. 하나로 맞추세요: x.float(), x.long(), x.to(y.dtype).</translation>
        </message>
        <message>
            <source>What was typed and answered</source>
            <translation>쓴 줄과 그 결과</translation>
        </message>
        <message>
            <source>What was typed, as a notebook that needs PyTorch alone.</source>
            <translation>쓴 줄을 PyTorch만 있으면 실행되는 노트북으로 저장합니다.</translation>
        </message>
        <message>
            <source>Write 100 through the turned one, and watch both: it is the same memory.</source>
            <translation>뒤집은 쪽에 100을 쓰고 둘을 함께 보세요. 같은 메모리입니다.</translation>
        </message>
        <message>
            <source>Write this line for me</source>
            <translation>이 줄 대신 써 주기</translation>
        </message>
        <message>
            <source>and {n:,} more</source>
            <translation>외 {n:,}개</translation>
        </message>
        <message>
            <source>backward() has used this graph up. Compute the loss again before the next backward(), or write backward(retain_graph=True).</source>
            <translation>backward()가 이 그래프를 이미 다 썼습니다. 다음 backward() 앞에서 손실을 다시 계산하거나 backward(retain_graph=True)를 쓰세요.</translation>
        </message>
        <message>
            <source>backward() starts from one number, and this tensor has several. Make it one: .sum().backward() or .mean().backward().</source>
            <translation>backward()는 숫자 하나에서 시작하는데 이 텐서에는 여럿 있습니다. 하나로 만드세요: .sum().backward() 또는 .mean().backward().</translation>
        </message>
        <message>
            <source>backward() walks the graph from the loss to what learns and leaves gradients there.</source>
            <translation>backward()는 손실에서 학습하는 것까지 그래프를 거슬러 가며 기울기를 남깁니다.</translation>
        </message>
        <message>
            <source>begins at cell {n:,}</source>
            <translation>{n:,}번 칸에서 시작</translation>
        </message>
        <message>
            <source>cell {n:,} of the memory = {value}</source>
            <translation>메모리의 {n:,}번 칸 = {value}</translation>
        </message>
        <message>
            <source>contiguous</source>
            <translation>이어져 있음</translation>
        </message>
        <message>
            <source>exit() would end Python. The bench stays; Start again forgets all names.</source>
            <translation>exit()는 파이썬을 끝내는 명령이라 여기서는 실행하지 않습니다. 이름을 모두 지우려면 다시 시작을 누르세요.</translation>
        </message>
        <message>
            <source>float16 ends at 65504. Put a larger number into one and see what is left of it.</source>
            <translation>float16은 65504까지입니다. 더 큰 수를 넣고 무엇이 남는지 보세요.</translation>
        </message>
        <message>
            <source>from the training</source>
            <translation>훈련에서</translation>
        </message>
        <message>
            <source>input() waits for a keyboard, and a line has none. Write the value into the line.</source>
            <translation>input()은 키보드를 기다리는데 여기에는 없습니다. 값을 줄에 직접 쓰세요.</translation>
        </message>
        <message>
            <source>int8 holds -128 to 127. Add 1 to 127: it begins again below.</source>
            <translation>int8은 -128부터 127까지 담습니다. 127에 1을 더하면 아래쪽에서 다시 시작합니다.</translation>
        </message>
        <message>
            <source>more than four dimensions: look at a slice</source>
            <translation>4차원이 넘습니다. 일부만 잘라서 보세요</translation>
        </message>
        <message>
            <source>not contiguous</source>
            <translation>이어져 있지 않음</translation>
        </message>
        <message>
            <source>read again: stride 0</source>
            <translation>되풀이해 읽음: stride 0</translation>
        </message>
        <message>
            <source>shares its memory with {names}</source>
            <translation>{names}과(와) 메모리를 함께 씀</translation>
        </message>
        <message>
            <source>stretched by broadcasting</source>
            <translation>브로드캐스팅으로 늘림</translation>
        </message>
        <message>
            <source>view needs memory in one piece, and this tensor is not contiguous. Write .reshape(…) or .contiguous().view(…).</source>
            <translation>view는 메모리가 이어져 있을 때만 됩니다. 이 텐서는 이어져 있지 않습니다. .reshape(…) 또는 .contiguous().view(…)를 쓰세요.</translation>
        </message>
        <message>
            <source>view needs memory in one piece. {name} has the strides {strides}, so it is not contiguous. Write {name}.reshape({arguments}) or {name}.contiguous().view({arguments}).</source>
            <translation>view는 메모리가 이어져 있을 때만 됩니다. {name}의 stride는 {strides}라서 이어져 있지 않습니다. {name}.reshape({arguments}) 또는 {name}.contiguous().view({arguments})를 쓰세요.</translation>
        </message>
        <message>
            <source>{index} = {value} · cell {n:,} of the memory</source>
            <translation>{index} = {value} · 메모리의 {n:,}번 칸</translation>
        </message>
        <message>
            <source>{name}: one to the right = the next cell</source>
            <translation>{name}: 오른쪽으로 한 칸 = 메모리에서 바로 다음 칸</translation>
        </message>
        <message>
            <source>{name}: one to the right = {n:,} cells on</source>
            <translation>{name}: 오른쪽으로 한 칸 = 메모리에서 {n:,}칸</translation>
        </message>
        <message>
            <source>{size:,} bytes, {items:,} cells in one row · {dtype} · {device}</source>
            <translation>{size:,}바이트, 한 줄로 이어진 {items:,}칸 · {dtype} · {device}</translation>
        </message>
        <message>
            <source>A tensor that backward() still needs was overwritten. Compute a new one instead of changing it in place: no +=, no name that ends in _.</source>
            <translation>backward()에 아직 필요한 텐서를 덮어썼습니다. 제자리에서 바꾸지 말고 새로 계산하세요. +=와 _로 끝나는 이름은 쓰지 마세요.</translation>
        </message>
        <message>
            <source>The shapes do not fit: dimension {dimension} has {a} on the left, {b} on the right. Counted from the right, two sizes must be equal, or one of them 1; unsqueeze adds a 1.</source>
            <translation>모양이 맞지 않습니다. {dimension}번 차원이 왼쪽은 {a}, 오른쪽은 {b}입니다. 오른쪽부터 세어 두 크기가 같거나 한쪽이 1이어야 합니다. unsqueeze로 1을 더할 수 있습니다.</translation>
        </message>
        <message>
            <source>Tensors</source>
            <translation>텐서</translation>
        </message>
        <message>
            <source>No Python is there to open {of}. Press Restart above.</source>
            <translation>{of} 텐서를 열 파이썬이 없습니다. 위의 다시 시작을 누르세요.</translation>
        </message>
        <message>
            <source>There is no step here to take {of} from.</source>
            <translation>여기에는 {of} 텐서를 가져올 스텝이 없습니다.</translation>
        </message>
        <message>
            <source>{name} is here: a copy of {of} in step {step:,}. What you change in it changes nothing in the training.</source>
            <translation>{name}에 {step:,}스텝의 {of} 복사본이 있습니다. 복사본을 바꿔도 훈련은 달라지지 않습니다.</translation>
        </message>
        <message>
            <source>{of} takes {size:,} MB, and lines may take {left:,} MB more. Allow more memory beside the line, or press Start again.</source>
            <translation>{of}에는 {size:,}MB가 필요한데, 줄이 더 쓸 수 있는 메모리는 {left:,}MB입니다. 줄 옆에서 메모리를 더 허용하거나 다시 시작을 누르세요.</translation>
        </message>
    </context>
</TS>
