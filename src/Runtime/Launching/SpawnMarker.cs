using System.Globalization;
using ProcGen.Launching.Native;

namespace ProcGen.Launching;

/// <summary>
/// The environment variable that marks a process as started to be a worker. It names who started it, so that a marker that leaked to some other process, or outlived
/// the one who set it, means nothing.
/// </summary>
/// <param name="ParentId">The process that started the worker.</param>
/// <param name="ParentStartTime">When that one was started, as the operating system counts it; 0 where it cannot be known.</param>
/// <param name="Depth">How many workers stand between the marked process and the root.</param>
internal readonly record struct SpawnMarker(int ParentId, ulong ParentStartTime, int Depth)
{
    public const string VariableName = "PROCGEN_WORKER_OF";

    /// <summary>Whether the process that set it is alive.</summary>
    public bool IsValid => NativeProcesses.IsAlive(ParentId, ParentStartTime);

    /// <summary>The marker in this process's environment, valid or not.</summary>
    public static SpawnMarker? Find() => TryParse(Environment.GetEnvironmentVariable(VariableName), out SpawnMarker marker) ? marker : null;

    public static bool TryParse(string? text, out SpawnMarker marker)
    {
        marker = default;
        string[] parts = text?.Split(':') ?? [];
        if (parts.Length == 3
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int parent)
            && ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong time)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int depth))
        {
            marker = new(parent, time, depth);
            return true;
        }

        return false;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ParentId}:{ParentStartTime}:{Depth}");
}
