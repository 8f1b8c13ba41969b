namespace ProcGen.Tour.Sections;

/// <summary>An exception of a worker arrives as what it was.</summary>
internal sealed partial class ExceptionsSection : ISection
{
    public string Name => "exceptions";

    public string Title => "exceptions cross with their type, their cause and their stack trace";

    [RunInProcess]
    private static decimal Divide(decimal a, decimal b) => a / b;

    [RunInProcess]
    private static void Book(int seats)
    {
        try
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(seats, 4);
        }
        catch (ArgumentException cause)
        {
            throw new InvalidOperationException($"cannot book {seats} seats", cause) { Data = { ["seats"] = seats } };
        }
    }

    [RunInProcess]
    private static void FailWithALocalType() => throw new UnfamiliarException(new object());

    public async Task RunAsync(Guide guide)
    {
        await using var pool = new ProcessPool(new() { Workers = 1, Output = guide.Output });

        await guide.CheckFailsAsync<DivideByZeroException>(() => pool.RunAsync(InProcess.Divide(1, 0)), "a DivideByZeroException is caught by its type");

        var error = await guide.CheckFailsAsync<InvalidOperationException>(() => pool.RunAsync(InProcess.Book(5)), "so is one with a cause");
        guide.Quote(error?.ToString() ?? "");
        guide.Check(error?.InnerException is ArgumentOutOfRangeException { ParamName: "seats" }, "the cause came along");
        guide.Check(error?.Data["seats"] is 5, "and its Data");
        guide.Check(error?.ToString().Contains(nameof(ExceptionsSection) + ".cs:line") == true, "the stack trace names the file and line in the worker");

        var remote = await guide.CheckFailsAsync<RemoteException>(
            () => pool.RunAsync(InProcess.FailWithALocalType()), "a type that cannot be rebuilt arrives as a RemoteException");
        guide.Check(remote?.RemoteTypeName.Contains(nameof(UnfamiliarException)) == true, $"that says what it was: {remote?.RemoteTypeName}");
    }

    /// <summary>Has no constructor by which it could be made again.</summary>
    private sealed class UnfamiliarException(object context) : Exception($"failed in a way of its own, with {context}");
}
