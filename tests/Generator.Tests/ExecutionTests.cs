using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using ProcGen.Generator.Tests.Infrastructure;
using static ProcGen.Generator.Tests.Infrastructure.GeneratorRunner;

namespace ProcGen.Generator.Tests;

/// <summary>Generated code does what the marked methods do: compiled, loaded and run through the executor of this process, which copies everything as a worker does.</summary>
public sealed class ExecutionTests
{
    [Fact]
    public async Task Static_methods_with_every_kind_of_parameter() => Assert.Equal(["12", "a-b", "6", "0", "1:x", "null", "Use:5", "(2, z)"], await RunAsync("""
        public static partial class C
        {
            [RunInProcess] public static int Add(int a, int b = 2) => a + b;
            [RunInProcess] public static string Join(string a, char separator, string b) => a + separator + b;
            [RunInProcess] public static int Sum(params int[] numbers) { int sum = 0; foreach (int n in numbers) sum += n; return sum; }
            [RunInProcess] public static async Task<string> Later(int a, string b) { await Task.Yield(); return a + ":" + b; }
            [RunInProcess] public static ValueTask<string?> Nothing(string? x) => new(x);
            [RunInProcess] public static string Caller([System.Runtime.CompilerServices.CallerMemberName] string caller = "", int x = 5) => caller + ":" + x;
            [RunInProcess] public static (int Count, string Last) Tuple((int, string) x) => (x.Item1 + 1, x.Item2);

            public static async Task<List<string>> Use(IProcessExecutor executor) =>
            [
                (await InProcess.Add(10).On(executor)).ToString(),
                await InProcess.Join("a", '-', "b").On(executor),
                (await InProcess.Sum(1, 2, 3).On(executor)).ToString(),
                (await InProcess.Sum().On(executor)).ToString(),
                await InProcess.Later(1, "x").On(executor),
                await InProcess.Nothing(null).On(executor) ?? "null",
                await InProcess.Caller().On(executor),
                (await InProcess.Tuple((1, "z")).On(executor)).ToString(),
            ];
        }
        """));

    [Fact]
    public async Task Instance_methods_get_a_copy_of_their_object() => Assert.Equal(["3", "1", "7", "6"], await RunAsync("""
        public partial class C
        {
            private int _count = 1;
            [RunInProcess] private int Increment(int by) => _count += by;

            public partial record Point(int X) { [RunInProcess] public virtual int Plus(int y) => X + y; }
            private partial struct Hidden { public int A; [RunInProcess] private int Twice() => 2 * A; public static ProcessCall<int> Call(int a) => InProcess.Twice(new() { A = a }); }

            public static async Task<List<string>> Use(IProcessExecutor executor)
            {
                var c = new C();
                return
                [
                    (await InProcess.Increment(c, 2).On(executor)).ToString(),
                    c._count.ToString(),
                    (await Point.InProcess.Plus(new(3), 4).On(executor)).ToString(),
                    (await Hidden.Call(3).On(executor)).ToString(),
                ];
            }
        }
        """));

    [Fact]
    public async Task What_lives_on_the_callers_side_is_reached_from_the_method() => Assert.Equal(["6 of 3", "reported 1,2,3", "null null", "cancelled"], await RunAsync("""
        public static partial class C
        {
            private sealed class Reports : IProgress<int> { public List<int> Values = []; public void Report(int value) { lock (Values) Values.Add(value); } }

            [RunInProcess]
            public static async Task<string> Sum(IEnumerable<int> a, IProgress<int>? progress, IAsyncEnumerable<int>? b, CancellationToken token)
            {
                int sum = 0, count = 0;
                foreach (int i in a) { sum += i; progress?.Report(i); count++; }
                if (b is not null) await foreach (int i in b) sum += i;
                return sum + " of " + count;
            }

            [RunInProcess] public static string AreNull(IProgress<int>? progress, IEnumerable<int>? items) => (progress is null ? "null " : "") + (items is null ? "null" : "");

            [RunInProcess] public static async Task Wait(CancellationToken token) => await Task.Delay(Timeout.Infinite, token);

            public static async Task<List<string>> Use(IProcessExecutor executor)
            {
                var reports = new Reports();
                string sum = await InProcess.Sum([1, 2, 3], reports, null, default).On(executor);
                string nulls = await InProcess.AreNull(null, null).On(executor);
                using var source = new CancellationTokenSource(20);
                string cancelled = "ran";
                try { await InProcess.Wait(source.Token).On(executor); } catch (OperationCanceledException) { cancelled = "cancelled"; }
                return [sum, "reported " + string.Join(",", reports.Values), nulls, cancelled];
            }
        }
        """));

    [Fact]
    public async Task Streams_of_every_form() => Assert.Equal(["0,1,2", "a,b", "5", "6"], await RunAsync("""
        public static partial class C
        {
            [RunInProcess] public static IEnumerable<int> Range(int count) { for (int i = 0; i < count; i++) yield return i; }
            [RunInProcess] public static async IAsyncEnumerable<string> Letters() { yield return "a"; await Task.Yield(); yield return "b"; }
            [RunInProcess] public static async Task<IEnumerable<int>> Later() { await Task.Yield(); return [5]; }
            [RunInProcess] public static ValueTask<IAsyncEnumerable<int>> Both() { return new(Items()); static async IAsyncEnumerable<int> Items() { await Task.Yield(); yield return 6; } }

            private static async Task<string> Read<T>(IAsyncEnumerable<T> items) { var all = new List<T>(); await foreach (T item in items) all.Add(item); return string.Join(",", all); }

            public static async Task<List<string>> Use(IProcessExecutor executor) =>
                [await Read(InProcess.Range(3).On(executor)), await Read(InProcess.Letters().On(executor)), await Read(InProcess.Later().On(executor)), await Read(InProcess.Both().On(executor))];
        }
        """));

    [Fact]
    public async Task A_start_up_method_that_waits_for_a_call_of_its_own_assembly_is_told_so() => Assert.Equal(["C.Add(int, int) would wait for itself", "3"], await RunAsync("""
        public static partial class C
        {
            private static IProcessExecutor? s_executor;
            private static string s_said = "nothing";

            [RunInProcess] public static int Add(int a, int b) => a + b;

            [WorkerStartup]
            public static async Task Prepare()
            {
                try { s_said = "" + await InProcess.Add(1, 2).On(s_executor!); }
                catch (InvalidOperationException e) when (e.Message.Contains("wait for itself")) { s_said = e.Message.Split('\'')[1] + " would wait for itself"; }
            }

            public static async Task<List<string>> Use(IProcessExecutor executor)
            {
                s_executor = executor;
                int sum = await InProcess.Add(1, 2).On(executor);
                return [s_said, "" + sum];
            }
        }
        """));

    private static async Task<List<string>> RunAsync(string source, [CallerMemberName] string test = "")
    {
        // One process tells assemblies apart by their names, so each test has one of its own.
        Assembly assembly = Run(Compile(test, OutputKind.DynamicallyLinkedLibrary, [], Usings + source)).AssertCompiles().Load();
        var use = assembly.GetType("C")!.GetMethod("Use")!.CreateDelegate<Func<IProcessExecutor, Task<List<string>>>>();
        return await use(new InlineExecutor()).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }
}
