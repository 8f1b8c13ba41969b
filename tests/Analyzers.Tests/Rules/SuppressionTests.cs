using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Analyzers.Tests.Verification;

namespace ProcGen.Analyzers.Tests.Rules;

/// <summary>Each rule can be suppressed in every way there is, and suppressing one never makes code generate.</summary>
public sealed class SuppressionTests
{
    public static TheoryData<string> RuleIds => [.. AllRules.Ids];

    [Theory]
    [MemberData(nameof(RuleIds))]
    public Task By_a_pragma(string id) => AssertSuppressedAsync(id, wrong => new Snippet(id, $"#pragma warning disable {id}\n{wrong}"));

    [Theory]
    [MemberData(nameof(RuleIds))]
    public Task By_an_editorconfig(string id) =>
        AssertSuppressedAsync(id, wrong => new Snippet(id, wrong).WithConfig("/.editorconfig", $"[*.cs]\ndotnet_diagnostic.{id}.severity = none\n"));

    [Theory]
    [MemberData(nameof(RuleIds))]
    public Task By_an_editorconfig_for_all_rules_of_the_category(string id) =>
        AssertSuppressedAsync(id, wrong => new Snippet(id, wrong).WithConfig("/.editorconfig", $"[*.cs]\ndotnet_analyzer_diagnostic.category-{AllRules.Find(id).Category}.severity = none\n"));

    [Theory]
    [MemberData(nameof(RuleIds))]
    public Task By_the_project(string id) => AssertSuppressedAsync(id, wrong => new Snippet(id, wrong).WithNoWarn(id));

    [Theory]
    [MemberData(nameof(RuleIds))]
    public Task By_an_attribute_of_the_type(string id)
    {
        // Top-level statements are in no type that could have an attribute.
        Assert.SkipWhen(id == "PROCGEN080", "Its snippet has no type.");
        return AssertSuppressedAsync(id, wrong => new Snippet(id, AddAttributes(wrong, Attribute(id))));
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public Task By_an_attribute_of_the_assembly(string id) =>
        AssertSuppressedAsync(id, wrong => new Snippet(id, wrong).WithFile("/GlobalSuppressions.cs", $"[assembly: {Attribute(id)}]"));

    public static TheoryData<string, string> FoundInCallees => new()
    {
        { "PROCGEN060", "static int s_count; public static void Do(int[] a) => s_count++;" },
        { "PROCGEN061", "[ThreadStatic] static int t_depth; public static void Do(int[] a) => t_depth = a.Length;" },
        { "PROCGEN062", "public static void Do(int[] a) => a[0] = 1;" },
        { "PROCGEN063", "static readonly object s_gate = new(); static int s_count; public static void Do(int[] a) { lock (s_gate) { s_count += a.Length; } }" },
        { "PROCGEN064", "public static void Do(int[] a) => Environment.Exit(a.Length);" },
        { "PROCGEN067", "public sealed class Odd(IntPtr handle) : Exception { public IntPtr Handle { get; set; } = handle; } public static void Do(int[] a) => throw new Odd(0);" },
    };

    /// <summary>What the build finds behind a call is placed on the call, and is suppressed there.</summary>
    [Theory]
    [MemberData(nameof(FoundInCallees))]
    public async Task What_the_build_finds_in_other_files_is_suppressed_at_the_call(string id, string callee)
    {
        Assert.Contains(await With("", "", "").AnalyzeAsync(), report => report.Id == id);
        Assert.DoesNotContain(await With($"#pragma warning disable {id}", $"#pragma warning restore {id}", "").AnalyzeAsync(), report => report.Id == id);
        Assert.DoesNotContain(await With("", "", $"[{Attribute(id)}]").AnalyzeAsync(), report => report.Id == id);
        Assert.DoesNotContain(await With("", "", "").WithNoWarn(id).AnalyzeAsync(), report => report.Id == id);
        Assert.DoesNotContain(await With("", "", "").WithConfig("/.editorconfig", $"[Sample.cs]\ndotnet_diagnostic.{id}.severity = none\n").AnalyzeAsync(), report => report.Id == id);

        Snippet With(string before, string after, string attribute) =>
            new Snippet(id, $$"""
                public static partial class Marked
                {
                    [RunInProcess]
                    {{attribute}}
                    public static void Run(int[] numbers)
                    {
                {{before}}
                        Other.Do(numbers);
                {{after}}
                    }
                }
                """).WithFile("/Other.cs", $"public static class Other {{ {callee} }}");
    }

    // Reports that accompany it are none of this rule's business, as that of a marked local function is not of what it captures.
    private static async Task AssertSuppressedAsync(string id, Func<string, Snippet> suppress)
    {
        string wrong = RulePage.Read(id).Wrong;
        Snippet suppressed = suppress(wrong);
        Assert.DoesNotContain(await suppressed.AnalyzeAsync(), report => report.Id == id);
        Assert.Equal(new Snippet(id, wrong).Generate(), suppressed.Generate());
    }

    private static string Attribute(string id) => $"System.Diagnostics.CodeAnalysis.SuppressMessage(\"{AllRules.Find(id).Category}\", \"{id}\")";

    private static string AddAttributes(string source, string attribute)
    {
        SyntaxNode root = TestCompilation.Parse(source, "/Sample.cs").GetRoot(TestContext.Current.CancellationToken);
        AttributeListSyntax list = CSharpSyntaxTree.ParseText($"[{attribute}] class C;").GetRoot().DescendantNodes().OfType<AttributeListSyntax>().Single();
        return root.ReplaceNodes(
            root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>(),
            (_, type) => type.WithAttributeLists(type.AttributeLists.Insert(0, list)).WithLeadingTrivia(type.GetLeadingTrivia())).ToFullString();
    }
}
