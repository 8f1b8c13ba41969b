namespace ProcGen.Pools;

/// <summary>The environment's wish that pools run their calls in this process.</summary>
internal static class InlineMode
{
    public const string Variable = "PROCGEN_EXECUTOR";

    /// <exception cref="InvalidOperationException">The variable has a value that means nothing.</exception>
    public static bool IsOn => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" or "process" => false,
        "inline" => true,
        var other => throw new InvalidOperationException($"The environment variable {Variable} is '{other}', but must be 'inline', 'process' or not set."),
    };
}
