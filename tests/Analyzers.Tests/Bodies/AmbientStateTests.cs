using Microsoft.CodeAnalysis.Testing;

namespace ProcGen.Analyzers.Tests.Bodies;

/// <summary>PROCGEN061.</summary>
public sealed class AmbientStateTests
{
    [Theory]
    [InlineData("static readonly AsyncLocal<string> s_user = new(); static void Enter(string s) => s_user.Value = s; [RunInProcess] public static string? M() => {|PROCGEN061:s_user|}.Value;")]
    [InlineData("internal static readonly AsyncLocal<string> User = new(); static void Enter(string s) => User.Value = s; [RunInProcess] public static string? M() => {|PROCGEN061:User|}.Value;")]
    [InlineData("public static readonly AsyncLocal<string> User = new(); [RunInProcess] public static string? M() => {|PROCGEN061:User|}.Value;")]
    [InlineData("[ThreadStatic] static string? t_user; static void Enter(string s) => t_user = s; [RunInProcess] public static string? M() => {|PROCGEN061:t_user|};")]
    [InlineData("[ThreadStatic] static int t_depth; [RunInProcess] public static void M() => {|PROCGEN061:t_depth|} = 1;")]
    [InlineData("[ThreadStatic] static int t_depth; [RunInProcess] public static void M() => {|PROCGEN061:t_depth|}++;")]
    [InlineData("static readonly ThreadLocal<int> s_depth = new(); static void Enter() => s_depth.Value++; [RunInProcess] public static int M() => {|PROCGEN061:s_depth|}.Value;")]
    [InlineData("static readonly AsyncLocal<string> s_user = new(); [RunInProcess] public static async Task M(string s) { await Task.Yield(); {|PROCGEN061:s_user|}.Value = s; }")]
    [InlineData("static readonly AsyncLocal<string> s_user = new(); static void Enter(string s) => s_user.Value = s; static string? User() => s_user.Value; [RunInProcess] public static string? M() => {|PROCGEN061:User()|};")]
    [InlineData("static readonly AsyncLocal<string> s_user = new(); static void Enter(string s) => s_user.Value = s; [RunInProcess] public static int M(int[] a) => a.Count(i => {|PROCGEN061:s_user|}.Value == \"x\");")]
    public Task What_does_not_cross_with_the_call_is_reported(string members) => Sample.VerifyAsync(members);

    [Theory]
    [InlineData("static readonly AsyncLocal<string> s_user = new(); [RunInProcess] public static string? M(string s) { s_user.Value = s; return s_user.Value; }")]
    [InlineData("static readonly AsyncLocal<string> s_user = new(); static string? User() => s_user.Value; [RunInProcess] public static string? M(string s) { s_user.Value = s; return User(); }")]
    [InlineData("static readonly AsyncLocal<string> s_user = new(); static void Enter(string s) => s_user.Value = s; [RunInProcess] public static string? M(string s) { Enter(s); return s_user.Value; }")]
    [InlineData("[ThreadStatic] static System.Text.StringBuilder? t_builder; [RunInProcess] public static string M() => (t_builder ??= new()).ToString();")]
    [InlineData("[ThreadStatic] static byte[]? t_buffer; [RunInProcess] public static int M() { if (t_buffer is null) { t_buffer = new byte[9]; } return t_buffer.Length; }")]
    [InlineData("static readonly ThreadLocal<Random> s_random = new(() => new Random(1)); [RunInProcess] public static int M() => s_random.Value!.Next();")]
    [InlineData("static readonly ThreadLocal<Random> s_random = new(() => new Random(1)); static void Reset() => s_random.Value = new(2); [RunInProcess] public static int M() => s_random.Value!.Next();")]
    [InlineData("static readonly AsyncLocal<string> s_user = new(); [RunInProcess] public static string? M() => s_user.Value;")]
    [InlineData("static readonly AsyncLocal<string> s_user = new(); static void Enter(string s) => s_user.Value = s; static string? User() => s_user.Value; [RunInProcess] public static int M() => 0;")]
    [InlineData("static readonly AsyncLocal<string> s_user = new(); [WorkerStartup] public static void Enter() => s_user.Value = \"worker\"; [RunInProcess] public static string? M() => s_user.Value;")]
    [InlineData("[RunInProcess] public static string? M() { var local = new AsyncLocal<string>(); local.Value = \"x\"; return local.Value; }")]
    public Task What_a_call_or_a_thread_makes_for_itself_is_not_reported(string members) => Sample.VerifyAsync(members);

    [Fact]
    public Task A_call_that_leaves_the_type_may_come_back_and_set_it() =>
        Sample.VerifyFilesAsync(
            [
                ("/0/C.cs", Sample.Class("static readonly AsyncLocal<string> s_user = new(); internal static void Enter(string s) => s_user.Value = s; [RunInProcess] public static string? M() { Other.Begin(); return s_user.Value; }")),
                ("/0/Other.cs", "static class Other { public static void Begin() => C.Enter(\"x\"); }"),
            ]);

    [Fact]
    public Task The_message_says_what_it_is() =>
        Sample.VerifyAsync(
            "[ThreadStatic] static int t_depth; [RunInProcess] public static void M() => {|#0:t_depth|} = 1;",
            DiagnosticResult.CompilerWarning("PROCGEN061").WithLocation(0)
                .WithMessage("'C.M' sets 'C.t_depth', and [ThreadStatic] state does not cross with a call: what the caller has set is not there, and what is set here is lost. Pass the value as a parameter."));
}
