using System.Globalization;

namespace ProcGen.Launching.Native;

/// <summary>
/// The sockets and pipes that the .NET runtime of every process keeps in the temporary folder for debuggers and tracers. It removes them at an exit; after a kill or a
/// crash they stay for ever, so whoever sees a worker's end removes them.
/// </summary>
internal static class DiagnosticFiles
{
    /// <param name="processId">A process that is gone, or about to go.</param>
    /// <param name="startTime">Its start time, which is in the names, too; 0 where it is not known, and then nothing is removed.</param>
    /// <param name="temporaryFolder">The process's <c>TMPDIR</c>; null for the system's.</param>
    public static void Delete(int processId, ulong startTime, string? temporaryFolder)
    {
        if (startTime == 0)
        {
            return;
        }

        string folder = temporaryFolder is { Length: > 0 } ? temporaryFolder : "/tmp";
        string key = string.Create(CultureInfo.InvariantCulture, $"{processId}-{startTime}");
        foreach (string name in (ReadOnlySpan<string>)[$"dotnet-diagnostic-{key}-socket", $"clr-debug-pipe-{key}-in", $"clr-debug-pipe-{key}-out"])
        {
            try
            {
                File.Delete(Path.Combine(folder, name));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It is not there, or its folder is gone: then there is nothing to remove.
            }
        }
    }
}
