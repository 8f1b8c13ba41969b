namespace ProcGen.Launching;

/// <summary>The ways in which a worker comes to be.</summary>
internal enum LaunchRouteKind
{
    /// <summary>The application is started again, and a startup hook takes over before its Main.</summary>
    StartupHook,

    /// <summary>The application is started again, and the line in its Main takes over: where there are no startup hooks (trimmed, NativeAOT).</summary>
    MainEntry,

    /// <summary>A small host of ours is started with the files of the application: where the process's program is not the application.</summary>
    WorkerHost,
}

/// <summary>What starts a worker in this host, and why.</summary>
internal sealed record LaunchRoute
{
    /// <summary>The startup hook's name: this assembly's, without a path, so that it is found wherever the application has it, also inside a single file.</summary>
    public const string HookName = "ProcGen.Runtime";

    public required LaunchRouteKind Kind { get; init; }

    public string FileName { get; init; } = "";

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Why this route, in sentences for a user.</summary>
    public required string Reason { get; init; }

    /// <summary>What would change it, in sentences for a user.</summary>
    public string Alternative { get; init; } = "";

    /// <summary>Why no worker can be started, and what to do about it; null where one can.</summary>
    public string? Refusal { get; init; }

    public bool UsesStartupHook => Kind == LaunchRouteKind.StartupHook;
}
