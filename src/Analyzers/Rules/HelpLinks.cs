namespace ProcGen.Analyzers.Rules;

internal static class HelpLinks
{
    /// <summary>The page that explains a rule.</summary>
    public static string For(string ruleId) => $"https://github.com/procgen/procgen/blob/main/docs/rules/{ruleId}.md";
}
