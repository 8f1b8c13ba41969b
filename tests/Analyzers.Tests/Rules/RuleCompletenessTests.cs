using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Tests.Verification;

namespace ProcGen.Analyzers.Tests.Rules;

/// <summary>A rule is more than its code: this walks all rules and asks for every piece.</summary>
public sealed partial class RuleCompletenessTests
{
    public static TheoryData<string> RuleIds => [.. AllRules.Descriptors.Select(rule => rule.Id)];

    [Fact]
    public void There_are_rules_and_their_ids_are_unique()
    {
        Assert.NotEmpty(AllRules.Descriptors);
        Assert.Equal(AllRules.Descriptors.Select(rule => rule.Id).Distinct().Order(), AllRules.Descriptors.Select(rule => rule.Id).Order());
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void Every_rule_has_an_id_of_the_family_and_its_texts(string id)
    {
        DiagnosticDescriptor rule = AllRules.Find(id);
        Assert.Matches(IdPattern, rule.Id);
        Assert.StartsWith("ProcGen.", rule.Category, StringComparison.Ordinal);
        foreach (LocalizableString text in new[] { rule.Title, rule.MessageFormat, rule.Description })
        {
            Assert.IsType<LocalizableResourceString>(text);
            Assert.False(string.IsNullOrWhiteSpace(text.ToString()));
        }
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void Every_rule_has_a_page_with_its_severity_and_its_help_link_leads_there(string id)
    {
        DiagnosticDescriptor rule = AllRules.Find(id);
        Assert.EndsWith($"/docs/rules/{id}.md", rule.HelpLinkUri, StringComparison.Ordinal);

        RulePage page = RulePage.Read(id);
        Assert.StartsWith($"# {id}: ", page.Text, StringComparison.Ordinal);
        Assert.Contains($"Severity: {(rule.DefaultSeverity == DiagnosticSeverity.Error ? "error" : "warning")}.", page.Text, StringComparison.Ordinal);
        Assert.Contains("## Fix", page.Text, StringComparison.Ordinal);
        Assert.Contains("## When to suppress", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void Every_rule_has_a_row_in_the_overview_and_in_the_release_tracking(string id)
    {
        DiagnosticDescriptor rule = AllRules.Find(id);
        string overview = File.ReadAllText(Repository.PathOf("docs", "rules", "README.md"));
        Assert.Contains($"[{id}]({id}.md) | {(rule.DefaultSeverity == DiagnosticSeverity.Error ? "error" : "warning")} |", overview, StringComparison.Ordinal);

        string releases = File.ReadAllText(Repository.PathOf("src", "Analyzers", "AnalyzerReleases.Unshipped.md")) + File.ReadAllText(Repository.PathOf("src", "Analyzers", "AnalyzerReleases.Shipped.md"));
        Assert.Matches($@"(?m)^{id} \| {Regex.Escape(rule.Category)} \| {rule.DefaultSeverity} \| \[.+\]\({Regex.Escape(rule.HelpLinkUri)}\)$", releases);
    }

    [Fact]
    public void Every_page_belongs_to_a_rule()
    {
        IEnumerable<string> pages = Directory.GetFiles(Repository.PathOf("docs", "rules"), "PROCGEN*.md").Select(path => Path.GetFileNameWithoutExtension(path));

        // 081 is reported by the package's targets: a compiler that is too old loads no analyzer.
        Assert.Equal(AllRules.Descriptors.Select(rule => rule.Id).Append("PROCGEN081").Order(), pages.Order());
    }

    [Fact]
    public void Every_fix_is_for_rules_that_exist()
    {
        IEnumerable<Type> fixes = typeof(CodeFixes.SyntaxFixProvider).Assembly.GetTypes().Where(type => type is { IsAbstract: false, IsPublic: true });
        Assert.All(
            fixes.SelectMany(type => ((Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds),
            id => Assert.NotNull(AllRules.Find(id)));
    }

    [Fact]
    public void Every_analyzer_has_the_common_base()
    {
        IEnumerable<Type> analyzers = typeof(ProcGenAnalyzer).Assembly.GetTypes().Where(type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null);
        Assert.All(analyzers, type => Assert.True(type.IsSealed && type.IsSubclassOf(typeof(ProcGenAnalyzer)), $"{type} is not a sealed {nameof(ProcGenAnalyzer)}."));
    }

    [GeneratedRegex("^PROCGEN[0-9]{3}$")]
    private static partial Regex IdPattern { get; }
}
