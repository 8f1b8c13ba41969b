using System.Globalization;
using System.Runtime.InteropServices;
using ProcGen.Launching.Native;

namespace ProcGen.Launching;

/// <summary>How a worker process ended, as far as it can be known.</summary>
internal sealed record WorkerExit
{
    /// <summary>The exit code; null where a signal ended the process or nothing is known.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The name of the signal that ended the process, as <c>"SIGSEGV"</c>.</summary>
    public string? Signal { get; init; }

    /// <summary>The largest resident memory in bytes; null where it is not known.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>The last lines of standard error, oldest first.</summary>
    public IReadOnlyList<string> LastErrorLines { get; init; } = [];

    /// <summary>"exit code 42", "SIGSEGV", "SIGABRT (stack overflow)", or "exit code 134 or SIGABRT" where the two cannot be told apart.</summary>
    public required string Description { get; init; }

    /// <summary>
    /// The exception behind the end, where the worker could still tell or this side noticed: one that nobody in the worker handled, or bytes from it that it may not send.
    /// Set by the connection.
    /// </summary>
    public Exception? Cause { get; init; }

    /// <summary>What the worker itself said about why it ended before it could take calls, with the fix; null where it said nothing.</summary>
    public string? Explanation { get; init; }

    /// <param name="native">What the operating system told.</param>
    /// <param name="peakSample">The largest sample of memory that was taken.</param>
    /// <param name="terminated">Whether the parent asked it to end.</param>
    /// <param name="output">What the process wrote.</param>
    public static WorkerExit Classify(NativeExit native, long? peakSample, bool terminated, ErrorTail output)
    {
        if (terminated && native.ExitCode == WorkerExitCode.Terminated)
        {
            // It took the signal, ended its work and left in good order: for whoever sent it, it was the signal that ended it.
            native = native with { ExitCode = null, Signal = LibC.SIGTERM };
        }

        string? signal = native.Signal is { } number ? UnixSignalName.Get(number) : null;
        string description = signal ?? (native.ExitCode is { } code ? Describe(code) : "an unknown end (somebody else waited for it)");
        return new()
        {
            ExitCode = native.ExitCode,
            Signal = signal,
            PeakMemoryBytes = native.PeakMemoryBytes is { } peak ? Math.Max(peak, peakSample ?? 0) : peakSample,
            LastErrorLines = output.Lines,
            Description = output.FatalReason is { } reason ? $"{description} ({reason})" : description,
            Explanation = WorkerExitCode.IsOwn(native.ExitCode) ? output.WorkerMessage : null,
        };
    }

    // On Windows a crash is an exit code, too: the status of the exception. Those are known by their hexadecimal form.
    private static string Describe(int code) =>
        OperatingSystem.IsWindows() && code < 0
            ? string.Create(CultureInfo.InvariantCulture, $"exit code 0x{code:X8} ({Marshal.GetPInvokeErrorMessage(code)})")
            : string.Create(CultureInfo.InvariantCulture, $"exit code {code}");
}
