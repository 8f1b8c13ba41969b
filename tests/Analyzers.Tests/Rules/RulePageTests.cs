using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Analyzers.Tests.Verification;

namespace ProcGen.Analyzers.Tests.Rules;

/// <summary>The snippets of the pages are compiled and analyzed by all rules, so that they stay true.</summary>
public sealed class RulePageTests
{
    public static TheoryData<string> RuleIds => [.. AllRules.Ids];

    public static TheoryData<string> RulesThatStopGeneration => [.. AllRules.Ids.Where(AllRules.StopsGeneration)];

    public static TheoryData<string> OtherRules => [.. AllRules.Ids.Where(id => !AllRules.StopsGeneration(id))];

    // In a build, and mostly in an IDE, the analyzers see what the generator has added.
    [Theory]
    [MemberData(nameof(RuleIds))]
    public async Task The_wrong_code_is_reported_by_this_rule_and_by_no_other(string id) => AssertOnly(id, await new Snippet(id, RulePage.Read(id).Wrong).AnalyzeAsync());

    [Theory]
    [MemberData(nameof(RuleIds))]
    public async Task The_right_code_is_not_reported(string id) => Assert.Empty(await new Snippet(id, RulePage.Read(id).Right).AnalyzeAsync());

    // What a rule reports that stops generation has no stub, so its snippets do not use one and compile as they are.
    [Theory]
    [MemberData(nameof(RulesThatStopGeneration))]
    public async Task What_is_reported_is_the_same_without_the_generated_code(string id)
    {
        AssertOnly(id, await new Snippet(id, RulePage.Read(id).Wrong).AnalyzeAsync(generate: false));
        Assert.Empty(await new Snippet(id, RulePage.Read(id).Right).AnalyzeAsync(generate: false));
    }

    [Theory]
    [MemberData(nameof(RulesThatStopGeneration))]
    public void The_generator_leaves_the_wrong_code_out_and_names_the_rule(string id)
    {
        string generated = new Snippet(id, RulePage.Read(id).Wrong).Generate();

        // Of a marked local function, and of a process without a marked body, the generator sees nothing that it could name.
        if (id is "PROCGEN005" or "PROCGEN007")
        {
            Assert.Equal("", generated);
        }
        else
        {
            Assert.Contains($"// {id}: ", generated, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(OtherRules))]
    public void The_generator_leaves_nothing_of_the_wrong_code_out(string id) => AssertGenerated(id, RulePage.Read(id).Wrong);

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void The_generator_leaves_nothing_of_the_right_code_out(string id) => AssertGenerated(id, RulePage.Read(id).Right);

    [Fact]
    public void The_runtime_has_none_of_the_types_that_there_are_stand_ins_for() =>
        Assert.All(StandIns.Declarations.Keys, name => Assert.Null(typeof(RunInProcessAttribute).Assembly.GetType(name)));

    // The captures of a marked local function are reported where they are used, and the local function where it is marked.
    private static void AssertOnly(string id, IReadOnlyList<Diagnostic> reports)
    {
        Assert.Contains(reports, report => report.Id == id);
        Assert.All(reports, report => Assert.True(report.Id == id || (report.Id, id) == ("PROCGEN005", "PROCGEN023"), report.ToString()));
    }

    private static void AssertGenerated(string id, string source)
    {
        string generated = new Snippet(id, source).Generate();
        Assert.DoesNotContain("// PROCGEN", generated, StringComparison.Ordinal);

        // Code that only takes a lock or waits for something has no method to generate anything for, and a marked local function is not one.
        bool isMarked = TestCompilation.Parse(source, "/Sample.cs").GetRoot(TestContext.Current.CancellationToken).DescendantNodes()
            .Any(node => node switch
            {
                MethodDeclarationSyntax method => method.AttributeLists.ToString().Contains("[RunInProcess", StringComparison.Ordinal),
                InterfaceDeclarationSyntax type => type.AttributeLists.ToString().Contains("[ManagedObject", StringComparison.Ordinal),
                _ => false,
            });
        Assert.Equal(isMarked, generated != "");
    }
}
