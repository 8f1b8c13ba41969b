using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Crossing;
using ProcGen.Analyzers.Tests.Verification;
using ProcGen.CodeFixes;

namespace ProcGen.Analyzers.Tests.Crossing;

public sealed class LeftBehindStateTests
{
    [Theory]
    [InlineData("public class Item { private int _count; public string Name { get; set; } = \"\"; public void Add() => _count++; public bool Any() => _count > 0; }", "its field '_count'")]
    [InlineData("public class Item { private readonly List<int> _items = []; public string Name { get; set; } = \"\"; public void Add(int x) => _items.Add(x); }", "its field '_items'")]
    [InlineData("public class Item { internal string? Token { get; set; } public string Name { get; set; } = \"\"; }", "its property 'Token'")]
    [InlineData("public class Item { protected int Level { get; private set; } public string Name { get; set; } = \"\"; }", "its property 'Level'")]
    [InlineData("public class Item(string name) { private string? _note; public string Name { get; } = name; public Item Note(string note) { _note = note; return this; } public string Print() => _note ?? \"\"; }", "its field '_note'")]
    [InlineData("public class Parent { private int _level; public void Raise() => _level++; public int Get() => _level; } public class Item : Parent { public string Name { get; set; } = \"\"; }", "its field '_level'")]
    [InlineData("public struct Item { private string? _note; public string Name { get; set; } public void Note(string note) => _note = note; public override string ToString() => _note!; }", "its field '_note'")]
    [InlineData("public record Item(string Name) { private readonly Dictionary<string, int> _tags = []; public void Tag(string t) => _tags[t] = 1; }", "its field '_tags'")]
    [InlineData("public class Item<T> { private T? _last; public string Name { get; set; } = \"\"; public void Push(T x) => _last = x; public string Last() => _last!.ToString()!; }", "its field '_last'", "Item<int>")]
    public async Task State_that_nothing_public_carries_is_reported(string library, string state, string type = "Item")
    {
        Diagnostic report = Assert.Single(await ReportsOf(library, type));
        Assert.Equal("PROCGEN030", report.Id);
        Assert.Contains(" and nothing public carries " + state + ".", report.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public class Item { public string Name { get; set; } = \"\"; public int Count; }")]
    [InlineData("public class Item { private string _name = \"\"; public string Name { get => _name; set => _name = value.Trim(); } public void Clear() => _name = \"\"; }")]
    [InlineData("public class Item { private string m_name = \"\"; public string Name { get => m_name; set => m_name = value; } public void Clear() => m_name = \"\"; }")]
    [InlineData("public class Item { private string _n = \"\"; public string Name { get => _n; set => _n = value; } public void Clear() => _n = \"\"; }")]
    [InlineData("public class Item(string name) { private readonly string _upper = name.ToUpperInvariant(); public string Name { get; } = name; public void Print() => Console.WriteLine(_upper); }")]
    [InlineData("public class Item { private int _hashCode; public string Name { get; set; } = \"\"; public override int GetHashCode() => _hashCode = Name.Length; public void Reset() => _hashCode = 0; }")]
    [InlineData("public class Item { private readonly object _gate = new(); private int _x; public int X { get => _x; set { lock (_gate) _x = value; } } public void Reset() => X = 0; }")]
    [InlineData("public class Item { public event EventHandler? Changed; public string Name { get; set; } = \"\"; public void Touch() => Changed?.Invoke(this, EventArgs.Empty); }")]
    [InlineData("public class Item { private string? _text; public string Name { get; set; } = \"\"; public override string ToString() => _text ??= Name; }")]
    [InlineData("public class Item(string name) { private string Lower { get; } = name.ToLowerInvariant(); public string Name { get; } = name; public bool Is(string x) => x == Lower; }")]
    [InlineData("public class Item { private static int s_count; public string Name { get; set; } = \"\"; public void Add() => s_count++; }")]
    [InlineData("public class Item { [ProcGen.ProcessIgnore] public string? Secret { get; internal set; } public string Name { get; set; } = \"\"; }")]
    public async Task What_the_contract_carries_and_what_is_no_state_is_not(string library) => Assert.Empty(await ReportsOf(library, "Item"));

    [Theory]
    [InlineData("public class E : Exception { public E() { } public int Code { get; set; } }", "its property 'Code'")]
    [InlineData("public class E(string message, int code) : Exception(message) { public int Code { get; } = code; }", "its property 'Code'")]
    [InlineData("public class E : InvalidOperationException { public string? Path; }", "its field 'Path'")]
    [InlineData("public class E(int line) : Exception { public int Line => line; }", "its field 'line'")]
    [InlineData("public class E : Exception { private readonly string? _name; public E(string name) => _name = name; public override string Message => _name!; }", "its field '_name'")]
    [InlineData("public class D : Exception { public int Code { get; init; } } public class E : D;", "its property 'Code'")]
    [InlineData("public class E : Exception { public Dictionary<string, int> Tags { get; internal set; } = []; }", "its property 'Tags'")]
    [InlineData("public class E<T> : Exception { public T? Value { get; set; } }", "its property 'Value'", "E<int>")]
    [InlineData("public class E : Exception { public int Code { get; set; } }", "its property 'Code'", "E[]")]
    [InlineData("public class E : Exception { public int Code { get; set; } } public class Outcome { public E? Error { get; set; } }", "its property 'Code'", "Outcome")]
    public async Task State_of_an_exception_that_is_declared_as_itself_is_reported(string library, string state, string type = "E")
    {
        Diagnostic report = Assert.Single(await ReportsOf(library, type));
        Assert.Equal("PROCGEN030", report.Id);
        Assert.Contains(" and an exception of another assembly crosses without " + state + ".", report.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public class E : Exception;")]
    [InlineData("public class E(string message, Exception? inner) : InvalidOperationException(message, inner);")]
    [InlineData("public class E : Exception { public int Code { get; } = 42; }")] // the same wherever it is made
    [InlineData("public class E : Exception { public int Code { get => (int)Data[\"Code\"]!; set => Data[\"Code\"] = value; } }")] // kept in Data, which crosses
    [InlineData("public class E : Exception { public static int Count; public const int Max = 3; }")]
    [InlineData("public class E : Exception { private readonly object _gate = new(); private int _hashCode; public override int GetHashCode() => _hashCode = 1; public object Gate => _gate; }")]
    [InlineData("public class E : Exception { [ProcGen.ProcessIgnore] public object? State { get; set; } }")]
    [InlineData("public class E : ArgumentException { public E(string message, string paramName) : base(message, paramName) { } }")] // .NET's part of it crosses
    [InlineData("", "Exception")]
    [InlineData("", "System.IO.FileNotFoundException")]
    public async Task An_exception_that_adds_nothing_is_not(string library, string type = "E") => Assert.Empty(await ReportsOf(library, type));

    [Fact]
    public async Task An_exception_of_this_assembly_is_asked_for_what_its_base_class_adds()
    {
        MetadataReference library = OtherAssembly.Compile("Library", "public class E : Exception { public int Code { get; set; } }");
        Diagnostic report = Assert.Single(await ReportsOf(TestCompilation.Create("public sealed class Mine : E; public sealed class Own : System.Exception { public int More; } public static partial class C { [RunInProcess] public static Mine M(Own own) => new(); }").AddReferences(library)));
        Assert.Equal(
            "The result of 'C.M(Own)' loses state on its way: its type is Mine with the base class E, and an exception of another assembly crosses without its property 'Code'. Name a codec with [assembly: ProcessCodec(typeof(T), typeof(TCodec))].",
            report.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_reference_assembly_and_NET_itself_are_never_reported()
    {
        const string Source = "public class Item { private int _count; public string Name { get; set; } = \"\"; public void Add() => _count++; public int Get() => _count; }";
        Assert.Single(await ReportsOf(Source, "Item"));
        Assert.Empty(await ReportsOf("[assembly: System.Runtime.CompilerServices.ReferenceAssembly]\n" + Source, "Item"));
        Assert.Empty(await ReportsOf("", "UriBuilder"));
    }

    [Fact]
    public async Task A_base_class_of_another_assembly_is_looked_into()
    {
        MetadataReference library = OtherAssembly.Compile("Library", "public class Item { private int _count; public string Name { get; set; } = \"\"; public void Add() => _count++; public int Get() => _count; }");
        Diagnostic report = Assert.Single(await ReportsOf(TestCompilation.Create("public sealed class Mine : Item { public int More; } public static partial class C { [RunInProcess] public static int M(Mine[] mine) => 0; }").AddReferences(library)));
        Assert.Equal(
            "'mine' of 'C.M(Mine[])' loses state on its way: its type is Mine with the base class Item, and nothing public carries its field '_count'. Name a codec with [assembly: ProcessCodec(typeof(T), typeof(TCodec))].",
            report.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public Task The_member_that_holds_it_is_left_out()
    {
        FixTest<CrossingAnalyzer, IgnoreMemberFix> test = new FixTest<CrossingAnalyzer, IgnoreMemberFix>()
            .WithFile("/0/Order.cs", "using ProcGen; public sealed class Order { public int Id; public Shop.Basket? Basket { get; set; } }", "using ProcGen; public sealed class Order { public int Id; [ProcessIgnore] public Shop.Basket? Basket { get; set; } }")
            .WithFile("/0/Use.cs", "public partial class C { [ProcGen.RunInProcess] public static int M(Order {|PROCGEN030:order|}) => 0; }", "public partial class C { [ProcGen.RunInProcess] public static int M(Order order) => 0; }");
        return test.RunAsync();
    }

    private static Task<IReadOnlyList<Diagnostic>> ReportsOf(string library, string type) =>
        ReportsOf(TestCompilation.Create($"public static partial class C {{ [RunInProcess] public static int M({type} value) => 0; }}").AddReferences(OtherAssembly.Compile("Library", library)));

    private static async Task<IReadOnlyList<Diagnostic>> ReportsOf(Compilation compilation)
    {
        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), d => d.Severity == DiagnosticSeverity.Error);
        return await compilation.WithAnalyzers([new CrossingAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }
}
