namespace ProcGen.Analyzers.Crossing;

/// <summary>What a report tells its fix, besides the places.</summary>
internal static class ReportProperties
{
    /// <summary>The name of the member in source that holds the culprit; its place is the first additional location.</summary>
    public const string Member = nameof(Member);

    /// <summary>The name of the type to declare something on; its place is the last additional location.</summary>
    public const string Type = nameof(Type);

    /// <summary>The ids, separated by semicolons, of the types that a closed set could name.</summary>
    public const string KnownTypes = nameof(KnownTypes);

    /// <summary>Whether the set belongs at the last additional location; else at the parameter or the method that is reported.</summary>
    public const string KnownTypesPlace = nameof(KnownTypesPlace);

    /// <summary>The full name of the attribute that declares the set.</summary>
    public const string KnownTypesAttribute = nameof(KnownTypesAttribute);
}
