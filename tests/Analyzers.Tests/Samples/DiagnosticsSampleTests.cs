using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Analyzers.Tests.Verification;

namespace ProcGen.Analyzers.Tests.Samples;

/// <summary>
/// samples/Diagnostics is what a newcomer opens to see the rules, so what its comments say has to be what is reported. After a change of a message, or for a
/// new rule, PROCGEN_UPDATE_SNAPSHOTS=1 writes the comments and the files anew.
/// </summary>
public sealed class DiagnosticsSampleTests
{
    private static readonly bool s_update = Environment.GetEnvironmentVariable("PROCGEN_UPDATE_SNAPSHOTS") == "1";

    // A rule about a type that the runtime does not have yet has nothing that one could open in an IDE.
    private static readonly string[] s_ids = [.. AllRules.Ids.Where(id => StandIns.For(RulePage.Read(id).Wrong).Length == 0)];

    private static readonly Lazy<Task<ILookup<string, Diagnostic>>> s_reports = new(AnalyzeAsync);

    public static TheoryData<string> RuleIds => [.. s_ids];

    [Fact]
    public async Task Every_rule_has_a_file()
    {
        await s_reports.Value;
        Assert.Equal(s_ids, SampleFile.Existing.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public async Task The_comments_are_what_is_reported(string id)
    {
        var file = new SampleFile(id);
        IEnumerable<Diagnostic> reports = (await s_reports.Value)[file.Path];
        if (s_update)
        {
            file.Update(reports);
        }

        Assert.Equal(file.Expected, SampleFile.Describe(reports));
        Assert.Contains(reports, report => report.Id == id);
    }

    [Fact]
    public async Task Nothing_is_reported_elsewhere() =>
        Assert.Empty((await s_reports.Value).Where(file => !s_ids.Contains(Path.GetFileNameWithoutExtension(file.Key))).SelectMany(file => file));

    private static async Task<ILookup<string, Diagnostic>> AnalyzeAsync()
    {
        foreach (string id in s_update ? s_ids.Except(SampleFile.Existing) : [])
        {
            new SampleFile(id).CreateFromPage();
        }

        var project = new Snippet("PROCGEN080", "");
        foreach (string id in SampleFile.Existing)
        {
            var file = new SampleFile(id);
            project.WithFile(file.Path, file.Text);
        }

        return (await project.AnalyzeAsync()).ToLookup(report => report.Location.GetLineSpan().Path);
    }
}
