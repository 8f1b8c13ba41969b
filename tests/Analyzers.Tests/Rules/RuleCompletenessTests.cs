using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Tests.Verification;
using ProcGen.Tests;

namespace ProcGen.Analyzers.Tests.Rules;

/// <summary>A rule is more than its code: this walks all rules and asks for every piece.</summary>
public sealed partial class RuleCompletenessTests
{
    public static TheoryData<string> RuleIds => [.. AllRules.Ids];

    [Fact]
    public void There_are_rules() => Assert.NotEmpty(AllRules.Descriptors);

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void Every_rule_has_one_descriptor_or_one_that_is_live_and_one_of_the_build(string id)
    {
        DiagnosticDescriptor[] supported = [.. AllRules.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Where(rule => rule.Id == id)];
        DiagnosticDescriptor first = supported[0];

        // What differs is when it is reported, and what its message can say; whoever configures the rule sees one.
        Assert.All(supported, rule => Assert.Equal(
            (first.Title.ToString(), first.Category, first.DefaultSeverity, first.HelpLinkUri, first.IsEnabledByDefault),
            (rule.Title.ToString(), rule.Category, rule.DefaultSeverity, rule.HelpLinkUri, rule.IsEnabledByDefault)));
        Assert.All(
            supported.GroupBy(AllRules.IsOfTheBuild),
            same => Assert.Single(same.Select(rule => rule.MessageFormat.ToString()).Distinct()));
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void Every_rule_has_an_id_of_the_family_and_its_texts(string id)
    {
        Assert.Matches(IdPattern, id);
        foreach (DiagnosticDescriptor rule in AllRules.Of(id))
        {
            Assert.StartsWith("ProcGen.", rule.Category, StringComparison.Ordinal);
            foreach (LocalizableString text in new[] { rule.Title, rule.MessageFormat, rule.Description })
            {
                Assert.IsType<LocalizableResourceString>(text);
                Assert.False(string.IsNullOrWhiteSpace(text.ToString()));
            }
        }
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void Every_rule_has_a_page_that_says_how_severe_it_is_and_when_it_is_reported_and_its_help_link_leads_there(string id)
    {
        DiagnosticDescriptor rule = AllRules.Find(id);
        Assert.EndsWith($"/docs/rules/{id}.md", rule.HelpLinkUri, StringComparison.Ordinal);

        RulePage page = RulePage.Read(id);
        Assert.StartsWith($"# {id}: ", page.Text, StringComparison.Ordinal);

        string line = Assert.Single(page.Text.Split('\n'), text => text.StartsWith("Severity: ", StringComparison.Ordinal));
        Assert.StartsWith($"Severity: {AllRules.SpellingOf(rule.DefaultSeverity)}. ", line, StringComparison.Ordinal);
        Assert.Equal(AllRules.Of(id).Any(descriptor => !AllRules.IsOfTheBuild(descriptor)), line.Contains("while you type", StringComparison.Ordinal));
        Assert.Contains("in the build", line, StringComparison.Ordinal);
        Assert.Contains("## Fix", page.Text, StringComparison.Ordinal);
        Assert.Contains("## When to suppress", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void Every_rule_has_a_row_in_the_overview_and_in_the_release_tracking(string id)
    {
        DiagnosticDescriptor rule = AllRules.Find(id);
        string overview = File.ReadAllText(Repository.PathOf("docs", "rules", "README.md"));
        Assert.Contains($"[{id}]({id}.md) | {AllRules.SpellingOf(rule.DefaultSeverity)} |", overview, StringComparison.Ordinal);

        string releases = File.ReadAllText(Repository.PathOf("src", "Analyzers", "AnalyzerReleases.Unshipped.md")) + File.ReadAllText(Repository.PathOf("src", "Analyzers", "AnalyzerReleases.Shipped.md"));
        Assert.Matches($@"(?m)^{id} \| {Regex.Escape(rule.Category)} \| {rule.DefaultSeverity} \| \[.+\]\({Regex.Escape(rule.HelpLinkUri)}\)$", releases);
    }

    [Fact]
    public void Every_page_belongs_to_a_rule()
    {
        IEnumerable<string> pages = Directory.GetFiles(Repository.PathOf("docs", "rules"), "PROCGEN*.md").Select(path => Path.GetFileNameWithoutExtension(path));

        // 081 is reported by the package's targets: a compiler that is too old loads no analyzer.
        Assert.Equal(AllRules.Ids.Append("PROCGEN081").Order(), pages.Order());
    }

    [Fact]
    public void Every_fix_is_for_rules_that_exist() => Assert.All(AllRules.Fixes.SelectMany(fix => fix.FixableDiagnosticIds), id => Assert.NotNull(AllRules.Find(id)));

    [Fact]
    public void Every_fix_mends_all_of_a_document_a_project_and_a_solution() =>
        Assert.All(
            AllRules.Fixes,
            fix => Assert.Superset(new HashSet<FixAllScope> { FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution }, fix.GetFixAllProvider()!.GetSupportedFixAllScopes().ToHashSet()));

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void A_page_speaks_of_a_code_fix_if_there_is_one(string id) =>
        Assert.Equal(AllRules.Fixes.Any(fix => fix.FixableDiagnosticIds.Contains(id)), RulePage.Read(id).Fix.Contains("code fix", StringComparison.Ordinal));

    [Fact]
    public void Every_analyzer_has_the_common_base()
    {
        IEnumerable<Type> analyzers = typeof(ProcGenAnalyzer).Assembly.GetTypes().Where(type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null);
        Assert.All(
            analyzers.Where(type => !type.IsSubclassOf(typeof(DiagnosticSuppressor))),
            type => Assert.True(type.IsSealed && type.IsSubclassOf(typeof(ProcGenAnalyzer)), $"{type} is not a sealed {nameof(ProcGenAnalyzer)}."));
    }

    [GeneratedRegex("^PROCGEN[0-9]{3}$")]
    private static partial Regex IdPattern { get; }
}
