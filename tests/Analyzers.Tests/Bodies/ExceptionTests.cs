using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace ProcGen.Analyzers.Tests.Bodies;

/// <summary>PROCGEN067.</summary>
public sealed class ExceptionTests
{
    private const string WithLine = "public sealed class E : Exception { public E() { } public E(string m, int line) : base(m) => Line = line; public int Line { get; } } ";

    [Theory]
    [InlineData(WithLine + "[RunInProcess] public static void M() => {|PROCGEN067:throw new E(\"x\", 3)|};")]
    [InlineData(WithLine + "[RunInProcess] public static void M(int i) { if (i > 3) { {|PROCGEN067:throw new E(\"x\", 3);|} } }")]
    [InlineData(WithLine + "[RunInProcess] public static int M(int? i) => i ?? {|PROCGEN067:throw new E(\"x\", 3)|};")]
    [InlineData("public class E(int line) : Exception { public int Line => line; } [RunInProcess] public static void M() => {|PROCGEN067:throw new E(3)|};")]
    [InlineData("public class E : Exception { internal E(string m) : base(m) { } } [RunInProcess] public static void M() => {|PROCGEN067:throw new E(\"x\")|};")]
    [InlineData("public class E : Exception { public string? Path; } [RunInProcess] public static void M() => {|PROCGEN067:throw new E { Path = \"x\" }|};")]
    [InlineData("public class E : InvalidOperationException { public int Code { get; init; } } public class F : E; [RunInProcess] public static void M() => {|PROCGEN067:throw new F { Code = 1 }|};")]
    [InlineData(WithLine + "static void Check() { throw new E(\"x\", 3); } [RunInProcess] public static void M() => {|PROCGEN067:Check()|};")]
    [InlineData(WithLine + "[RunInProcess] public static void M() { try { {|PROCGEN067:throw new E(\"x\", 3);|} } catch (ArgumentException) { } }")]
    [InlineData(WithLine + "[RunInProcess] public static void M() { try { {|PROCGEN067:throw new E(\"x\", 3);|} } catch (E) { Console.WriteLine(); throw; } }")]
    [InlineData(WithLine + "[RunInProcess] public static void M() { try { {|PROCGEN067:throw new E(\"x\", 3);|} } finally { Console.WriteLine(); } }")]
    [InlineData(WithLine + "[RunInProcess] public static void M() { try { Console.WriteLine(); } catch (IOException) { {|PROCGEN067:throw new E(\"x\", 3);|} } }")]
    [InlineData("public class E : Exception { public E() => Code = 5; public E(string m) : base(m) { } public int Code { get; set; } } [RunInProcess] public static void M() => {|PROCGEN067:throw new E()|};")] // made by the other one
    [InlineData(WithLine + "static E Make() => new(\"x\", 3); [RunInProcess] public static void M() => {|PROCGEN067:throw Make()|};")]
    [InlineData(WithLine + "[RunInProcess] public static void M() { var e = new E(); {|PROCGEN067:throw e;|} }")] // may have been changed
    public Task An_exception_that_does_not_come_back_whole_is_reported(string members) => Sample.VerifyAsync(members);

    [Theory]
    [InlineData("[RunInProcess] public static void M() => throw new InvalidOperationException(\"x\");")]
    [InlineData("[RunInProcess] public static void M() => throw new ArgumentException(\"x\", \"p\");")]
    [InlineData("public class E : Exception; [RunInProcess] public static void M() => throw new E();")]
    [InlineData("public class E(string m, Exception? inner) : Exception(m, inner); [RunInProcess] public static void M() => throw new E(\"x\", null);")]
    [InlineData("public class E : Exception { public E() { } public E(int line) => Data[\"Line\"] = line; public int Line => (int)Data[\"Line\"]!; } [RunInProcess] public static void M() => throw new E(3);")]
    [InlineData("public class E : Exception { public int Code { get; } = 42; public static int Count; private readonly int _n = 3; public int N => _n; } [RunInProcess] public static void M() => throw new E();")]
    [InlineData("public class E : Exception { [ProcessIgnore] public object? State { get; set; } } [RunInProcess] public static void M() => throw new E();")]
    [InlineData(WithLine + "[RunInProcess] public static void M() { try { throw new E(\"x\", 3); } catch (E e) { Console.WriteLine(e.Line); } }")]
    [InlineData(WithLine + "static void Check() { throw new E(\"x\", 3); } [RunInProcess] public static void M() { try { Check(); } catch (Exception e) when (e is E) { } }")]
    [InlineData(WithLine + "public static void Other() { throw new E(\"x\", 3); } [RunInProcess] public static int M() => 0;")]
    [InlineData(WithLine + "[RunInProcess] public static Exception? M(E? e) { Exception? x = e; if (x is not null) { throw x; } return null; }")]
    [InlineData(WithLine + "[RunInProcess] public static void M() => throw new E();")] // nothing is set that could be lost
    [InlineData("public class E : Exception { public E(string m) : base(m) { } public E(string m, Exception? inner) : base(m, inner) => Kind = 1; public E(int line) => Line = line; public int Line { get; } public int Kind { get; } } [RunInProcess] public static void M(int i) { if (i > 0) throw new E(\"x\"); throw new E(\"y\", null); }")]
    public Task An_exception_that_comes_back_whole_or_not_at_all_is_not_reported(string members) => Sample.VerifyAsync(members);

    [Fact]
    public Task The_message_names_what_is_lost() =>
        Sample.VerifyAsync(
            WithLine + "[RunInProcess] public static void M() => {|#0:throw new E(\"x\", 3)|};",
            new DiagnosticResult("PROCGEN067", DiagnosticSeverity.Info).WithLocation(0).WithMessage("'C.M' throws 'E', and the caller gets it without 'Line'"));
}
