using ProcGen.Analyzers.MarkedMethods;
using ProcGen.Analyzers.Tests.Verification;
using RuleTest = ProcGen.Analyzers.Tests.Verification.RuleTest<ProcGen.Analyzers.MarkedMethods.LocalFunctionAnalyzer>;

namespace ProcGen.Analyzers.Tests.MarkedMethods;

public sealed class LocalFunctionAnalyzerTests
{
    [Theory]
    [InlineData("class C { int M() { [[|ProcGen.RunInProcess|]] int F() => 0; return F(); } }")]
    [InlineData("class C { int M(int x) { return F(); [[|ProcGen.RunInProcess(TimeoutMilliseconds = 5)|]] int F() => x; } }")]
    [InlineData("class C { System.Func<int> M() => [[|ProcGen.RunInProcess|]] () => 0; }")]
    [InlineData("class C { System.Func<int> F = [[|ProcGen.RunInProcess|]] static () => 0; }")]
    public Task A_marked_local_function_or_lambda_is_reported(string source) => RuleTest.VerifyAsync(source);

    [Theory]
    [InlineData("class C { int M() { int F() => 0; return F(); } }")]
    [InlineData("class C { int M() { [System.Obsolete] int F() => 0; System.Func<int> f = [System.Obsolete] () => 0; return 0; } }")]
    [InlineData("partial class C { [ProcGen.RunInProcess] int M() { int F() => 0; return F(); } }")]
    public Task Other_functions_are_not(string source) => RuleTest.VerifyAsync(source);
}
