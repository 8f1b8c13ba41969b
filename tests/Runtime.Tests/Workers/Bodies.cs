using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ProcGen.Tests.Workers;

/// <summary>What the tests of the call path run in workers.</summary>
[SuppressMessage("ProcGen.Body", "PROCGEN060", Justification = "The tests ask a worker what has happened in it.")]
internal static partial class Bodies
{
    private static readonly ConcurrentDictionary<int, int> s_finallyBlocks = [];

    /// <summary>How many methods the main thread of the worker has compiled.</summary>
    [RunInProcess]
    public static int CountCompiled() => (int)System.Runtime.JitInfo.GetCompiledMethodCount(currentThread: true);

    [RunInProcess]
    public static int Add(int a, int b) => a + b;

    [RunInProcess]
    public static async Task<int> AddAsync(int a, int b)
    {
        await Task.Yield();
        return a + b;
    }

    [RunInProcess]
    public static List<int> AddTo(List<int> list, int item)
    {
        list.Add(item);
        return list;
    }

    [RunInProcess(TimeoutMilliseconds = 100)]
    public static async Task WaitALittle(CancellationToken token) => await Task.Delay(Timeout.Infinite, token);

    [RunInProcess]
    public static int ProcessId() => Environment.ProcessId;

    [RunInProcess]
    public static byte[] Invert(byte[] bytes)
    {
        byte[] inverted = new byte[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            inverted[i] = (byte)~bytes[i];
        }

        return inverted;
    }

    [RunInProcess]
    public static byte[] Fill(int length, byte value)
    {
        byte[] bytes = new byte[length];
        bytes.AsSpan().Fill(value);
        return bytes;
    }

    [RunInProcess]
    public static void Throw(string kind) => throw Make(kind);

    [RunInProcess]
    public static async Task ThrowAsync(string kind)
    {
        await Task.Yield();
        throw Make(kind);
    }

    [RunInProcess]
    public static void Exit(int code) => Environment.Exit(code);

    [RunInProcess]
    public static void FailFast(string message) => Environment.FailFast(message);

    [RunInProcess]
    public static void ThrowOnAnotherThread(string message)
    {
        var thread = new Thread(() => throw new InvalidOperationException(message));
        thread.Start();
        Thread.Sleep(Timeout.Infinite);
    }

    [RunInProcess]
    public static void WriteFile(string path, string text) => File.WriteAllText(path, text);

    [RunInProcess]
    public static void AppendFile(string path, string text) => File.AppendAllText(path, text);

    [RunInProcess]
    public static void Log(string text, int count)
    {
        ILogger logger = WorkerLog.CreateLogger<Logs>();
        for (int i = 0; i < count; i++)
        {
            logger.Log(LogLevel.Warning, new EventId(42, "Told"), $"{text} {i}", null, static (state, _) => state);
        }

        logger.Log(LogLevel.Warning, new EventId(42, "Told"), text, new FormatException("logged"), static (state, _) => state);
        logger.Log(LogLevel.Debug, new EventId(42, "Told"), "not wanted", null, static (state, _) => state);
    }

    [RunInProcess]
    public static void Sleep(int milliseconds) => Thread.Sleep(milliseconds);

    [RunInProcess]
    public static int Spin()
    {
        int n = 0;
        while (true)
        {
            n++;
        }
    }

    [RunInProcess]
    public static void WaitFor(CancellationToken token)
    {
        token.WaitHandle.WaitOne();
        token.ThrowIfCancellationRequested();
    }

    [RunInProcess]
    public static async Task WaitForAsync(CancellationToken token) => await Task.Delay(Timeout.Infinite, token);

    [RunInProcess]
    public static string WhichOf(CancellationToken first, CancellationToken second) =>
        WaitHandle.WaitAny([first.WaitHandle, second.WaitHandle]) == 0 ? "first" : "second";

    [RunInProcess]
    public static void Report(int count, IProgress<int> progress)
    {
        for (int i = 0; i < count; i++)
        {
            progress.Report(i);
        }
    }

    [RunInProcess]
    public static int Take(IEnumerable<int> items, int count) => items.Take(count).Sum();

    [RunInProcess]
    public static async Task<int> TakeAsync(IAsyncEnumerable<int> items, int count)
    {
        int sum = 0;
        await foreach (int item in items.Take(count))
        {
            sum += item;
        }

        return sum;
    }

    [RunInProcess]
    public static string SumUntilError(IEnumerable<int> items)
    {
        int count = 0;
        try
        {
            foreach (int item in items)
            {
                count++;
            }

            return $"{count} items";
        }
        catch (FormatException e)
        {
            return $"{count} items, then {e.Message}";
        }
    }

    [RunInProcess]
    public static IEnumerable<int> Count(int from, int count)
    {
        try
        {
            for (int i = 0; i < count; i++)
            {
                yield return from + i;
            }
        }
        finally
        {
            s_finallyBlocks.AddOrUpdate(from, 1, static (_, before) => before + 1);
        }
    }

    [RunInProcess]
    public static async IAsyncEnumerable<int> CountAsync(int from, int count, [EnumeratorCancellation] CancellationToken token = default)
    {
        try
        {
            for (int i = 0; i < count; i++)
            {
                await Task.Yield();
                token.ThrowIfCancellationRequested();
                yield return from + i;
            }
        }
        finally
        {
            s_finallyBlocks.AddOrUpdate(from, 1, static (_, before) => before + 1);
        }
    }

    [RunInProcess]
    public static IEnumerable<int> CountThenThrow(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return i;
        }

        throw new FormatException("no more");
    }

    [RunInProcess]
    public static IEnumerable<int> Double(IEnumerable<int> items) => items.Select(item => 2 * item);

    [RunInProcess]
    public static async Task<int> SumChannel(ChannelReader<int> items, int count)
    {
        int sum = 0;
        for (int i = 0; i < count && await items.WaitToReadAsync(); i++)
        {
            sum += await items.ReadAsync();
        }

        return sum;
    }

    /// <summary>The bytes as they are read, synchronously or not, in buffers of this size.</summary>
    [RunInProcess]
    public static async Task<byte[]> ReadStream(Stream stream, int bufferSize, bool isAsync)
    {
        using var all = new MemoryStream();
        byte[] buffer = new byte[bufferSize];
        while ((isAsync ? await stream.ReadAsync(buffer) : stream.Read(buffer)) is > 0 and int length)
        {
            all.Write(buffer, 0, length);
        }

        return all.ToArray();
    }

    [RunInProcess]
    public static int ReadBytes(Stream stream, int count)
    {
        int sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += stream.ReadByte();
        }

        return sum;
    }

    [RunInProcess]
    public static string AskPosition(Stream stream)
    {
        try
        {
            return $"at {stream.Position} of {stream.Length}";
        }
        catch (NotSupportedException e)
        {
            return e.Message;
        }
    }

    [RunInProcess]
    public static List<string> ReadLines(TextReader text)
    {
        var lines = new List<string>();
        while (text.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    [RunInProcess]
    public static async Task<List<string>> ReadLinesAsync(TextReader text)
    {
        var lines = new List<string>();
        while (await text.ReadLineAsync() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    [RunInProcess]
    public static async Task<string> ReadText(TextReader? text, bool isAsync) => text is null ? "nothing" : isAsync ? await text.ReadToEndAsync() : text.ReadToEnd();

    public const int SmallWindow = 7;

    [RunInProcess(StreamWindow = SmallWindow)]
    public static IEnumerable<int> PassBySmallWindow(IEnumerable<int> items) => items.Select(item => item);

    [RunInProcess(StreamWindow = 1)]
    public static IEnumerable<int> PassOneByOne(IEnumerable<int> items) => items.Select(item => item);

    [RunInProcess]
    public static IEnumerable<byte[]> PassBytes(IEnumerable<byte[]> items) => items.Select(item => item);

    [RunInProcess]
    public static IEnumerable<int> BurstThenWait(int count, CancellationToken token)
    {
        for (int i = 0; i < count; i++)
        {
            yield return i;
        }

        token.WaitHandle.WaitOne();
        token.ThrowIfCancellationRequested();
    }

    [RunInProcess(ItemTimeoutMilliseconds = 500)]
    public static IEnumerable<int> BurstThenDawdle(int count, CancellationToken token) => BurstThenWait(count, token);

    [RunInProcess(ItemTimeoutMilliseconds = 500)]
    public static IEnumerable<int> BurstInTime(int count) => Enumerable.Range(0, count);

    [RunInProcess]
    public static IEnumerable<Fragile> Fragiles(int count, string where) =>
        Enumerable.Range(0, count).Select(i => new Fragile($"item {i}")).Append(new Fragile(where));

    [RunInProcess]
    public static IEnumerable<int>? Nothing() => null;

    /// <summary>How many of the iterators above that began with this number have run their finally block in this process.</summary>
    [RunInProcess]
    public static int FinallyBlocks(int from) => s_finallyBlocks.GetValueOrDefault(from);

    [RunInProcess]
    public static Fragile PassFragile(Fragile value) => value;

    [RunInProcess]
    public static string Crash(string how)
    {
        switch (how)
        {
            case "segfault":
                FillMemory(16, 0, 1);
                break;
            case "overflow":
                return Crash(how) + how;
            case "abort":
                Environment.FailFast("asked to");
                break;
            case "kill":
                Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
                break;
        }

        return how;
    }

    [DllImport("libc", EntryPoint = "memset")]
    private static extern nint FillMemory(nint address, int value, nuint length);

    private static Exception Make(string kind) => kind switch
    {
        "format" => new FormatException("not a number") { Data = { ["line"] = 7 } },
        "argument" => new ArgumentOutOfRangeException("index", 5, "too large"),
        "nested" => new InvalidOperationException("outer", new KeyNotFoundException("inner")),
        "aggregate" => new AggregateException("several", new FormatException("one"), new TimeoutException("two")),
        "own" => new OwnException("mine"),
        "json" => new JsonException("bad json"),
        "cancelled" => new OperationCanceledException("on my own"),
        "memory" => new OutOfMemoryException("full"),
        "hostile" => new HostileException(),
        _ => new ArgumentException("no such kind", nameof(kind)),
    };
}

/// <summary>A type that its own codec cannot always write or read.</summary>
internal sealed record Fragile(string Where);

/// <summary>A category.</summary>
internal sealed class Logs;

internal sealed class OwnException(string message) : Exception(message);

/// <summary>Throws from every member.</summary>
internal sealed class HostileException : Exception
{
    public override string Message => throw new InvalidOperationException("no message");

    public override string? StackTrace => throw new InvalidOperationException("no stack trace");

    public override string ToString() => throw new InvalidOperationException("no text");
}
