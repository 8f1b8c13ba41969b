using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace ProcGen.Analyzers.Tests.Bodies;

/// <summary>PROCGEN064.</summary>
public sealed class ProcessWideTests
{
    [Theory]
    [InlineData("[RunInProcess] public static string? M() => {|PROCGEN064:Console.ReadLine()|};")]
    [InlineData("[RunInProcess] public static int M() => {|PROCGEN064:Console.Read()|};")]
    [InlineData("[RunInProcess] public static string? M() => {|PROCGEN064:Console.In|}.ReadLine();")]
    [InlineData("[RunInProcess] public static void M() { if (Environment.HasShutdownStarted) { {|PROCGEN064:Environment.Exit(1)|}; } }")]
    [InlineData("[RunInProcess] public static void M() => {|PROCGEN064:Environment.FailFast(\"x\")|};")]
    [InlineData("[RunInProcess] public static void M() => {|PROCGEN064:System.Globalization.CultureInfo.DefaultThreadCurrentCulture|} = null;")]
    [InlineData("[RunInProcess] public static void M(string p) => {|PROCGEN064:Directory.SetCurrentDirectory(p)|};")]
    [InlineData("[RunInProcess] public static void M(string p) => {|PROCGEN064:Environment.CurrentDirectory|} = p;")]
    [InlineData("[RunInProcess] public static void M(string p) => {|PROCGEN064:Environment.SetEnvironmentVariable(\"A\", p)|};")]
    [InlineData("[RunInProcess] public static void M() => {|PROCGEN064:Console.SetOut(TextWriter.Null)|};")]
    [InlineData("[RunInProcess] public static string? M() { return Ask(); static string? Ask() => {|PROCGEN064:Console.ReadLine()|}; }")]
    [InlineData("[RunInProcess] public static string? M() => {|PROCGEN064:Ask()|}; static string? Ask() => Console.ReadLine();")]
    public Task What_concerns_the_process_as_a_whole_is_reported(string members) => Sample.VerifyAsync(members);

    [Theory]
    [InlineData("[RunInProcess] public static void M() => Console.WriteLine(\"x\");")]
    [InlineData("[RunInProcess] public static void M() => Console.Error.WriteLine(\"x\");")]
    [InlineData("[RunInProcess] public static string M() => Environment.CurrentDirectory + Directory.GetCurrentDirectory();")]
    [InlineData("[RunInProcess] public static void M() => System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.InvariantCulture;")]
    [InlineData("[RunInProcess] public static object? M2() => System.Globalization.CultureInfo.DefaultThreadCurrentCulture?.Name; ")]
    [InlineData("[RunInProcess] public static string? M() => Environment.GetEnvironmentVariable(\"A\");")]
    [InlineData("[RunInProcess] public static void M() => Environment.SetEnvironmentVariable(\"A\", \"b\", EnvironmentVariableTarget.User);")]
    [InlineData("[RunInProcess] public static void M() => Environment.ExitCode = 3;")]
    [InlineData("[RunInProcess] public static int M() => Environment.ExitCode + Environment.ProcessorCount;")]
    [InlineData("static class Console { public static string ReadLine() => \"\"; } [RunInProcess] public static string M() => Console.ReadLine();")]
    [InlineData("public static string? Ask() => Console.ReadLine(); [RunInProcess] public static int M() => 0;")]
    public Task What_a_worker_can_do_like_any_process_is_not_reported(string members) => Sample.VerifyAsync(members);

    [Fact]
    public Task The_message_says_what_happens() =>
        Sample.VerifyAsync(
            "[RunInProcess] public static string? M() => {|#0:Console.ReadLine()|};",
            new DiagnosticResult("PROCGEN064", DiagnosticSeverity.Info).WithLocation(0).WithMessage("'C.M' uses 'Console.ReadLine': a worker has no standard input"));
}
