namespace ProcGen.Tests.Workloads;

/// <summary>Calls that fail with an exception, or end as they should not.</summary>
public static partial class Failures
{
    [RunInProcess]
    public static void Throw(string message) => throw new InvalidOperationException(message);

    [RunInProcess]
    public static int ThrowWithCause(string message)
    {
        try
        {
            ThrowCause();
        }
        catch (ArgumentOutOfRangeException cause)
        {
            throw new InvalidOperationException(message, cause) { Data = { ["number"] = 7, ["text"] = "seven" } };
        }

        return 0;
    }

    private static void ThrowCause() => throw new ArgumentOutOfRangeException("count", 5, "too many");

    [RunInProcess]
    public static void ThrowAggregate() => throw new AggregateException("several", new FormatException("first"), new TimeoutException("second"));

    [RunInProcess]
    public static void ThrowCustom(int code) => throw new OrderException(code, $"order {code} failed");

    [RunInProcess]
    public static void ThrowUnbuildable() => throw new UnbuildableException(new object());

    [RunInProcess]
    public static async Task ThrowLater(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }

    [RunInProcess]
    public static void HangAtExit(int code)
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Thread.Sleep(Timeout.Infinite);
        Environment.ExitCode = code;
    }

    [RunInProcess]
    public static void SetExitCode(int code) => Environment.ExitCode = code;
}

/// <summary>An exception as applications write them, with state of its own.</summary>
public sealed class OrderException : Exception
{
    public OrderException(int code, string message) : base(message) => Code = code;

    public OrderException(string message) : base(message) { }

    public int Code { get; }
}

/// <summary>An exception that nobody but its thrower can make.</summary>
public sealed class UnbuildableException : Exception
{
    internal UnbuildableException(object context) : base($"cannot be made again, with {context}") { }

    public override string ToString() => throw new InvalidOperationException("and cannot be printed either");
}
