using ProcGen.Analyzers.Contracts;
using ProcGen.Analyzers.Tests.Verification;
using ProcGen.CodeFixes.Contracts;
using RuleTest = ProcGen.Analyzers.Tests.Verification.RuleTest<ProcGen.Analyzers.Contracts.MethodContractAnalyzer>;

namespace ProcGen.Analyzers.Tests.Contracts;

public sealed class MethodContractAnalyzerTests
{
    [Theory]
    [InlineData("[RunInProcess({|PROCGEN065:TimeoutMilliseconds = 100|})] public static int M(int i) => i;")]
    [InlineData("[RunInProcess({|PROCGEN065:TimeoutMilliseconds = 100|})] private static void M() { }")]
    [InlineData("[RunInProcess({|PROCGEN065:TimeoutMilliseconds = Limit|})] public static Task M() => Task.CompletedTask; const int Limit = 5;")]
    [InlineData("[RunInProcess(KillGraceMilliseconds = 1, {|PROCGEN065:TimeoutMilliseconds = 1|})] public int M() => 0;")]
    [InlineData("[RunInProcess({|PROCGEN065:TimeoutMilliseconds = 1|})] public static IEnumerable<int> M(IProgress<int> progress) { yield break; }")]
    [InlineData("[RunInProcess({|PROCGEN065:TimeoutMilliseconds = 1|})] public static partial int M(); public static partial int M() => 0;")]
    [InlineData("public static partial int M(); [RunInProcess({|PROCGEN065:TimeoutMilliseconds = 1|})] public static partial int M() => 0;")]
    [InlineData("[Obsolete, RunInProcess({|PROCGEN065:TimeoutMilliseconds = 1|})] public static int M(Func<CancellationToken, int>? f, params int[] rest) => 0;")]
    public Task A_timeout_that_the_method_cannot_hear_of_is_reported(string member) => RuleTest.VerifyAsync(In(member));

    [Theory]
    [InlineData("[RunInProcess] public static int M() => 0;")]
    [InlineData("[RunInProcess(TimeoutMilliseconds = 0)] public static int M() => 0;")]
    [InlineData("[RunInProcess(KillGraceMilliseconds = 10)] public static int M() => 0;")]
    [InlineData("[RunInProcess(MemoryLimitMegabytes = 10)] public static int M() => 0;")]
    [InlineData("[RunInProcess(TimeoutMilliseconds = 1)] public static int M(CancellationToken token) => 0;")]
    [InlineData("[RunInProcess(TimeoutMilliseconds = 1)] public static int M(int i, CancellationToken token = default) => 0;")]
    [InlineData("[RunInProcess(TimeoutMilliseconds = 1)] public static int M(CancellationToken token, params int[] rest) => 0;")]
    [InlineData("[Mine(TimeoutMilliseconds = 1)] public static int M() => 0; sealed class MineAttribute : Attribute { public int TimeoutMilliseconds { get; set; } }")]
    [InlineData("public static int TimeoutMilliseconds => 3; [RunInProcess(Idempotent = true)] public static int M() => 0;")]
    public Task A_method_without_a_timeout_or_with_a_token_is_not_reported(string member) => RuleTest.VerifyAsync(In(member));

    [Theory]
    [InlineData("[RunInProcess({|PROCGEN066:Retries = 1|})] public static int M() => 0;")]
    [InlineData("[RunInProcess({|PROCGEN066:Retries = 3|}, Idempotent = false)] public static int M() => 0;")]
    [InlineData("[RunInProcess(Idempotent = !true, {|PROCGEN066:Retries = 3|})] public static int M() => 0;")]
    [InlineData("[RunInProcess({|PROCGEN066:Retries = Times|})] public static int M() => 0; const int Times = 2;")]
    [InlineData("[RunInProcess({|PROCGEN066:Retries = 1|})] private static Task<int> M(CancellationToken token) => Task.FromResult(0);")]
    [InlineData("[RunInProcess({|PROCGEN066:Retries = 1|})] public static IEnumerable<int> M() { yield break; }")]
    [InlineData("[RunInProcess({|PROCGEN066:Retries = 1|})] public int M() => 0;")]
    [InlineData("[RunInProcess(MemoryLimitMegabytes = 9, {|PROCGEN066:Retries = 1|})] public static partial int M(); public static partial int M() => 0;")]
    [InlineData("[RunInProcess({|PROCGEN065:TimeoutMilliseconds = 9|}, {|PROCGEN066:Retries = 1|})] public static int M() => 0;")]
    public Task Retries_of_a_method_that_is_not_declared_idempotent_are_reported(string member) => RuleTest.VerifyAsync(In(member));

    [Theory]
    [InlineData("[RunInProcess] public static int M() => 0;")]
    [InlineData("[RunInProcess(Retries = 0)] public static int M() => 0;")]
    [InlineData("[RunInProcess(Idempotent = true)] public static int M() => 0;")]
    [InlineData("[RunInProcess(Idempotent = true, Retries = 3)] public static int M() => 0;")]
    [InlineData("[RunInProcess(Retries = 3, Idempotent = true)] public static int M() => 0;")]
    [InlineData("[RunInProcess(Retries = 3, Idempotent = Yes)] public static int M() => 0; const bool Yes = true;")]
    [InlineData("[RunInProcess(Retries = None)] public static int M() => 0; const int None = 0;")]
    [InlineData("[Mine(Retries = 1)] public static int M() => 0; sealed class MineAttribute : Attribute { public int Retries { get; set; } }")]
    public Task Retries_that_may_happen_are_not_reported(string member) => RuleTest.VerifyAsync(In(member));

    [Fact]
    public Task The_message_names_the_method_and_the_number() =>
        RuleTest.VerifyAsync(
            In("[RunInProcess({|#0:Retries = 4|})] public static int M(int i) => i;"),
            Microsoft.CodeAnalysis.Testing.DiagnosticResult.CompilerError("PROCGEN066").WithLocation(0).WithArguments("C.M(int)", 4));

    [Fact]
    public Task A_report_can_be_suppressed_in_the_source() =>
        RuleTest.VerifyAsync(In(
            """
            #pragma warning disable PROCGEN065, PROCGEN066
            [RunInProcess(TimeoutMilliseconds = 100, Retries = 1)] public static int M(int i) => i;
            #pragma warning restore PROCGEN065, PROCGEN066
            [System.Diagnostics.CodeAnalysis.SuppressMessage("ProcGen.Body", "PROCGEN065", Justification = "It ends when it ends.")]
            [RunInProcess(TimeoutMilliseconds = 100)] public static int N(int i) => i;
            """));

    [Fact]
    public Task A_token_is_added_and_callers_stay_as_they_are() =>
        new FixTest<MethodContractAnalyzer, AddTokenFix>().WithGenerator()
            .WithFile(
                "/0/A.cs",
                """
                using System.Threading;
                using ProcGen;

                public static partial class A
                {
                    /// <summary>Counts.</summary>
                    [RunInProcess([|TimeoutMilliseconds = 100|])] // milliseconds
                    public static int Count(int from, int to /* not included */) => to - from;

                    [RunInProcess([|TimeoutMilliseconds = 100|])]
                    public static int Lines(
                        int from,
                        int to)
                    {
                        return to - from;
                    }

                    [RunInProcess([|TimeoutMilliseconds = 100|])]
                    public static void Nothing() { }
                }
                """,
                """
                using System.Threading;
                using ProcGen;

                public static partial class A
                {
                    /// <summary>Counts.</summary>
                    [RunInProcess(TimeoutMilliseconds = 100)] // milliseconds
                    public static int Count(int from, int to, CancellationToken cancellationToken = default /* not included */) => to - from;

                    [RunInProcess(TimeoutMilliseconds = 100)]
                    public static int Lines(
                        int from,
                        int to,
                        CancellationToken cancellationToken = default)
                    {
                        return to - from;
                    }

                    [RunInProcess(TimeoutMilliseconds = 100)]
                    public static void Nothing(CancellationToken cancellationToken = default) { }
                }
                """)
            .WithFile(
                "/0/Use.cs",
                """
                using System;
                using System.Threading.Tasks;
                using ProcGen;

                public static class Use
                {
                    public static string Name => nameof(A.Count);
                    public static int Here() => A.Count(1, 2);
                    public static async Task<int> There() => await A.InProcess.Count(1, 2);
                    public static Func<int, int, ProcessCall<int>> Stub => A.InProcess.Count;
                    /// <summary>As <see cref="A.Count"/>.</summary>
                    public static void Documented() { }
                }
                """)
            .RunAsync();

    [Theory]
    [InlineData("public static Func<int, int> F = M;", "[RunInProcess([|TimeoutMilliseconds = 1|])] public static int M(int i) => i;")]
    [InlineData("public static System.Linq.Expressions.Expression<Func<int, int>> E = i => M(i);", "[RunInProcess([|TimeoutMilliseconds = 1|])] public static int M(int i) => i;")]
    [InlineData("", "[RunInProcess([|TimeoutMilliseconds = 1|])] public static int M(params int[] all) => 0;")]
    [InlineData("public static int M(int i, CancellationToken t) => i;", "[RunInProcess([|TimeoutMilliseconds = 1|])] public static int M(int i) => i;")]
    [InlineData("public static partial int M(int i) => i;", "[RunInProcess([|TimeoutMilliseconds = 1|])] public static partial int M(int i);")]
    [InlineData("", "[RunInProcess([|TimeoutMilliseconds = 1|])] public static int M(int cancellationToken) => 0;")]
    [InlineData("/// <summary><see cref=\"M(int)\"/></summary>\npublic static void Documented() { }", "[RunInProcess([|TimeoutMilliseconds = 1|])] public static int M(int i) => i;")]
    public Task No_token_is_offered_where_a_use_would_not_stay_as_it_is(string other, string member) => RuleTest.VerifyNoFixAsync<AddTokenFix>(In(other + "\n" + member));

    [Fact]
    public Task A_method_is_declared_idempotent_on_request() =>
        RuleTest.VerifyFixAsync<DeclareIdempotentFix>(
            In(
                """
                [RunInProcess([|Retries = 1|])] // one more
                public static int M() => 0;
                [RunInProcess(
                    MemoryLimitMegabytes = 10,
                    [|Retries = 2|] /* two */)]
                public static int N() => 0;
                [RunInProcess(Idempotent = /* no */ false, [|Retries = 3|])]
                public static int O() => 0;
                """),
            In(
                """
                [RunInProcess(Retries = 1, Idempotent = true)] // one more
                public static int M() => 0;
                [RunInProcess(
                    MemoryLimitMegabytes = 10,
                    Retries = 2, Idempotent = true /* two */)]
                public static int N() => 0;
                [RunInProcess(Idempotent = /* no */ true, Retries = 3)]
                public static int O() => 0;
                """));

    private static string In(string members) =>
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using ProcGen;

        public partial class C
        {
        {{members}}
        }
        """;
}
