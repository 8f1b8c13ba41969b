namespace ProcGen.Tests;

/// <summary>Finds files of the repository.</summary>
internal static class Repository
{
    private static readonly string s_root = FindRoot(AppContext.BaseDirectory);

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([s_root, .. parts]);

    private static string FindRoot(string folder)
    {
        for (string? current = folder; current is not null; current = Path.GetDirectoryName(current))
        {
            if (File.Exists(Path.Combine(current, "ProcGen.sln")))
            {
                return current;
            }
        }

        throw new InvalidOperationException($"No folder above '{folder}' holds ProcGen.sln.");
    }
}
