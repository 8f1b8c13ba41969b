namespace ProcGen.Tour.Sections;

/// <summary>A number and an array that two processes have in common, as in Python's introduction: <c>Value</c> and <c>Array</c>.</summary>
internal sealed partial class ValueArraySection : ISection
{
    public string Name => "value-array";

    public string Title => "a value and an array in shared memory";

    [RunInProcess]
    private static void Change(SharedValue<double> number, SharedArray<int> array)
    {
        number.Value = 3.1415927;
        foreach (ref int item in array.Span)
        {
            item = -item;
        }
    }

    [RunInProcess]
    private static void Count(SharedValue<long> total, int times)
    {
        for (var i = 0; i < times; i++)
        {
            total.Add(1);
        }
    }

    [RunInProcess]
    private static SharedArray<int> Squares(int count)
    {
        var squares = new SharedArray<int>(count);
        for (var i = 0; i < count; i++)
        {
            squares[i] = i * i;
        }

        return squares;
    }

    public async Task RunAsync(Guide guide)
    {
        using var number = new SharedValue<double>();
        using var array = new SharedArray<int>([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        await using (var process = WorkerProcess.Start(InProcess.Change(number, array)))
        {
            await process.WaitForExitAsync();
        }

        guide.Quote($"{number.Value}  [{string.Join(", ", array.Span.ToArray())}]");
        guide.Check(number.Value == 3.1415927 && array[9] == -9, "what the process wrote is here, and nothing was copied");

        await using var pool = new ProcessPool(new() { Workers = 2, Output = guide.Output });
        using var total = new SharedValue<long>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => pool.RunAsync(InProcess.Count(total, 100_000))));
        guide.Check(total.Value == 400_000, $"four calls in two processes counted to {total.Value:N0}, without a lock");

        SharedArray<int> squares;
        await using (var maker = WorkerProcess.Start(InProcess.Squares(10)))
        {
            squares = await maker.Result;
        }

        using (squares)
        {
            guide.Check(squares[9] == 81, "an array outlives the process that made it, as long as somebody has it");
        }
    }
}
