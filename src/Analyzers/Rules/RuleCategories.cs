namespace ProcGen.Analyzers.Rules;

/// <summary>The groups under which tools list the rules.</summary>
internal static class RuleCategories
{
    public const string MarkedMethod = "ProcGen.MarkedMethod";
    public const string Crossing = "ProcGen.Crossing";
    public const string Body = "ProcGen.Body";
    public const string Use = "ProcGen.Use";
    public const string Project = "ProcGen.Project";
}
