namespace ProcGen.Generator;

/// <summary>The names of the generator's steps, by which tests ask whether they ran.</summary>
internal static class TrackingNames
{
    /// <summary>Types with marked methods. Runs on every edit; its outputs are equal unless what they tell changed.</summary>
    public const string StubClasses = nameof(StubClasses);

    /// <summary>What the table needs of each of them.</summary>
    public const string TableEntries = nameof(TableEntries);

    /// <summary>What the table needs of the compilation. Runs on every edit.</summary>
    public const string Assembly = nameof(Assembly);

    /// <summary>The serializers that all of the assembly can name.</summary>
    public const string ManagedInterfaces = nameof(ManagedInterfaces);
    public const string Serializers = nameof(Serializers);

    /// <summary>Both together.</summary>
    public const string Table = nameof(Table);
}
