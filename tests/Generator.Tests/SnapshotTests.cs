using ProcGen.Generator.Tests.Infrastructure;
using static ProcGen.Generator.Tests.Infrastructure.GeneratorRunner;

namespace ProcGen.Generator.Tests;

/// <summary>The generated code of the main shapes, as a person reads it.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public void Every_snapshot_has_its_test() => Assert.Empty(Snapshot.FindStale());

    [Fact]
    public void A_static_method() => Verify("""
        namespace N;

        public static partial class Primes
        {
            /// <summary>Counts the primes in [from, to).</summary>
            [RunInProcess(TimeoutMilliseconds = 500, Idempotent = true, Retries = 2)]
            public static int Count(int from, int to) => to - from;
        }
        """);

    [Fact]
    public void An_instance_method_of_a_struct() => Verify("""
        namespace N;

        public readonly partial record struct Point(int X, int Y)
        {
            [RunInProcess]
            public double DistanceTo(Point other) => Math.Sqrt((X - other.X) * (X - other.X));
        }
        """);

    [Fact]
    public void Parameters_that_are_read_from_the_caller() => Verify("""
        using System.IO;
        using System.Threading.Channels;

        namespace N;

        public static partial class Readers
        {
            [RunInProcess] public static int Read(ChannelReader<string> words, Stream? bytes, TextReader text) => 0;
        }
        """);

    [Fact]
    public void Live_parameters() => Verify("""
        namespace N;

        public static partial class Import
        {
            [RunInProcess]
            public static async Task<int> RunAsync(IAsyncEnumerable<string> lines, string name, IProgress<double>? progress, IEnumerable<int> sizes, CancellationToken cancellationToken = default)
            {
                await Task.Yield();
                return 0;
            }
        }
        """);

    [Fact]
    public void Streams() => Verify("""
        namespace N;

        public static partial class Streams
        {
            [RunInProcess]
            public static IEnumerable<int> Range(int count) { for (int i = 0; i < count; i++) yield return i; }

            [RunInProcess]
            public static async IAsyncEnumerable<string> Lines(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
            {
                await Task.Yield();
                yield return path;
            }

            [RunInProcess]
            public static Task<IEnumerable<int>> LaterAsync() => Task.FromResult<IEnumerable<int>>([1]);
        }
        """);

    [Fact]
    public void Worker_state_and_start_up() => Verify("""
        namespace N;

        public static partial class Pdf
        {
            [WorkerStartup]
            private static Task WarmUp() => Task.CompletedTask;

            [WorkerStartup]
            public static void Configure() { }

            [WorkerState]
            public static Engine Open(string license) => new();

            [RunInProcess]
            public static int CountPages(string pdf, [WorkerState] Engine engine, int first = 1) => 0;
        }

        public sealed class Engine;
        """);

    [Fact]
    public void A_private_nested_type() => Verify("""
        namespace N;

        public partial class Outer
        {
            private partial struct Inner
            {
                [RunInProcess]
                private static int Double(int x) => 2 * x;
            }
        }
        """);

    [Fact]
    public void Optional_and_params_parameters() => Verify("""
        namespace N;

        public static partial class Words
        {
            [RunInProcess]
            public static int Join(string first, string separator = "\t\"", params int[] rest) => 0;

            [RunInProcess]
            public static void Log(string message, [System.Runtime.CompilerServices.CallerMemberName] string caller = "", [System.Runtime.CompilerServices.CallerLineNumber] int line = 0) { }
        }
        """);

    [Fact]
    public void A_subclass_of_WorkerProcess() => Verify("""
        namespace N;

        public sealed partial class Greeter(string name) : WorkerProcess
        {
            private readonly int _times = 3;

            [RunInProcess]
            protected override async Task RunAsync(CancellationToken cancellationToken)
            {
                await Task.Yield();
                Console.WriteLine(name + _times);
            }
        }
        """);

    [Fact]
    public void A_plain_type_that_only_its_containing_type_can_name() => Verify("""
        namespace N;

        public static partial class Jobs
        {
            private sealed class Job { private int _id = 1; public string? Name { get; init; } public int Id => _id; }

            [RunInProcess]
            private static Job Next(Job job) => job;
        }
        """);

    [Fact]
    public void What_is_left_out_is_named() => Verify("""
        namespace N;

        public static partial class Bad
        {
            [RunInProcess] public static int Good(int x) => x;
            [RunInProcess] public static T Generic<T>(T x) => x;
            [RunInProcess] public static void ByRef(ref int x) { }
            [RunInProcess] public static async void Forget() => await Task.Yield();
            [RunInProcess] public static void Run(Action action) { }
        }

        public static class NotPartial
        {
            [RunInProcess] public static int Good(int x) => x;
        }
        """);

    private static void Verify(string source, [System.Runtime.CompilerServices.CallerMemberName] string method = "") =>
        Snapshot.Verify(Run(Usings + source).AssertCompiles().AssertNeedsNoPragma().Text, method: method);
}
