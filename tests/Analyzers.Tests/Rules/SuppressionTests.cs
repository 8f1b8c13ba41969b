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
