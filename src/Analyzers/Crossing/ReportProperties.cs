namespace ProcGen.Analyzers.Crossing;

/// <summary>What a report tells its fix, besides the places.</summary>
internal static class ReportProperties
{
    /// <summary>The name of the member in source that holds the culprit; its place is the first additional location.</summary>
    public const string Member = nameof(Member);

    /// <summary>The name of the type to declare something on; its place is the last additional location.</summary>
    public const string Type = nameof(Type);
}
