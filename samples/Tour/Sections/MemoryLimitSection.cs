namespace ProcGen.Tour.Sections;

/// <summary>A worker that takes too much memory is ended before the machine is in trouble.</summary>
internal sealed partial class MemoryLimitSection : ISection
{
    private const int Megabyte = 1 << 20;

    public string Name => "memory-limit";

    public string Title => "a memory hog meets its limit";

    [RunInProcess(MemoryLimitMegabytes = 200)]
    private static int TakeMemory(int megabytes)
    {
        var blocks = new List<byte[]>();
        for (var i = 0; i < megabytes; i++)
        {
            var block = new byte[Megabyte];
            block.AsSpan().Fill(1);
            blocks.Add(block);
        }

        return blocks.Count;
    }

    public async Task RunAsync(Guide guide)
    {
        await using var pool = new ProcessPool(new() { Workers = 1, Output = WorkerOutput.Discard });
        guide.Check(await pool.RunAsync(InProcess.TakeMemory(20)) == 20, "20 MB are within the limit of 200 MB");

        var error = await guide.CheckFailsAsync<WorkerMemoryLimitException>(() => pool.RunAsync(InProcess.TakeMemory(2000)), "2,000 MB are not");
        guide.Quote(error?.Message ?? "");
        guide.Check(error?.LimitBytes == 200L * Megabyte, "the error has the figures");
        guide.Check(await pool.RunAsync(InProcess.TakeMemory(10)) == 10, "the pool has a fresh worker for the next call");
    }
}
