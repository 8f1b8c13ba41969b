using System.Runtime.CompilerServices;
using ProcGen;

[assembly: CLSCompliant(false)]
[assembly: System.Runtime.InteropServices.ComVisible(false)]

namespace Consumer.Strict;

/// <summary>Every kind of marked method: built with all analyzers and all warnings as errors, so what is generated may cause none.</summary>
public static partial class Calls
{
    /// <summary>A static method with a contract.</summary>
    /// <param name="left">One number.</param>
    /// <param name="right">Another.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Their sum.</returns>
    [RunInProcess(TimeoutMilliseconds = 5000, Idempotent = true, Retries = 1)]
    public static int Add(int left, int right = 1, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return left + right;
    }

    /// <summary>An asynchronous method with a token and a progress.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="progress">Hears of each.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Their lengths.</returns>
    [RunInProcess]
    public static async Task<int[]> MeasureAsync(IReadOnlyList<string> texts, IProgress<double>? progress, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        await Task.Delay(1, cancellationToken).ConfigureAwait(false);
        progress?.Report(1);
        return [.. texts.Select(text => text.Length)];
    }

    /// <summary>A value task without a result.</summary>
    /// <returns>Its end.</returns>
    [RunInProcess]
    public static ValueTask RestAsync() => ValueTask.CompletedTask;

    /// <summary>Streams in and out.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Their squares.</returns>
    [RunInProcess]
    public static async IAsyncEnumerable<long> SquareAsync(IAsyncEnumerable<int> numbers, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (int number in numbers.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return (long)number * number;
        }
    }

    /// <summary>A sequence of another kind.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <returns>The same.</returns>
    [RunInProcess]
    public static IEnumerable<int> Same(IEnumerable<int> numbers) => numbers;

    /// <summary>An obsolete method.</summary>
    [RunInProcess]
    [Obsolete("Use Add.")]
    public static void Old() { }

    /// <summary>Params, nullability, tuples.</summary>
    /// <param name="name">A name.</param>
    /// <param name="pair">A pair.</param>
    /// <param name="rest">The rest.</param>
    /// <returns>What was given.</returns>
    [RunInProcess]
    public static (string? Name, int Count) Describe(string? name, (int Id, string? Text) pair, params int[] rest)
    {
        ArgumentNullException.ThrowIfNull(rest);
        return (name ?? pair.Text, rest.Length + pair.Id);
    }

    /// <summary>Uses what each worker has made for itself.</summary>
    /// <param name="cache">The state.</param>
    /// <param name="key">The key.</param>
    /// <returns>The value.</returns>
    [RunInProcess]
    public static string Find([WorkerState] IDictionary<string, string> cache, string key)
    {
        ArgumentNullException.ThrowIfNull(cache);
        return cache.TryGetValue(key, out string? value) ? value : key;
    }

    /// <summary>Makes that state.</summary>
    /// <returns>It.</returns>
    [WorkerState]
    public static IDictionary<string, string> MakeCache() => new Dictionary<string, string> { ["a"] = "b" };

    /// <summary>Runs once in each worker.</summary>
    [WorkerStartup]
    public static void Prepare() => Console.WriteLine();

    [RunInProcess]
    private static int Hidden(int value) => value;

    /// <summary>Calls a private stub.</summary>
    /// <returns>The call.</returns>
    public static async Task<int> UseHiddenAsync() => await InProcess.Hidden(1).ConfigureAwait(false);
}

/// <summary>A receiver with private state.</summary>
/// <param name="factor">A captured parameter.</param>
public partial class Scaler(int factor)
{
    private readonly List<string> _names = ["a"];

    /// <summary>Scales.</summary>
    /// <param name="value">A value.</param>
    /// <returns>It, scaled.</returns>
    [RunInProcess]
    public int Scale(int value) => value * factor * _names.Count;
}

/// <summary>A process of its own.</summary>
public sealed partial class Watcher : WorkerProcess
{
    /// <summary>What is watched.</summary>
    public string Path { get; set; } = "";

    /// <inheritdoc/>
    [RunInProcess]
    protected override async Task RunAsync(CancellationToken cancellationToken) => await Task.Delay(1, cancellationToken).ConfigureAwait(false);
}
