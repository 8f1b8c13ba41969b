using System.Diagnostics;

namespace ProcGen.Corpus.Sources;

/// <summary>Clones public repositories at a tag, once, into a folder outside this repository.</summary>
internal static class GitCache
{
    /// <summary>The folder that an argument means: itself, or one in the clone of <c>https://host/owner/repository@tag:folder</c>.</summary>
    public static string Resolve(string argument, string cacheFolder)
    {
        if (!argument.StartsWith("https://", StringComparison.Ordinal))
        {
            return Path.GetFullPath(argument);
        }

        int at = argument.IndexOf('@', StringComparison.Ordinal);
        if (at < 0)
        {
            throw new ArgumentException($"'{argument}' names no tag. Write https://host/owner/repository@tag:folder, so that the check is about the same code tomorrow.");
        }

        string url = argument[..at];
        string[] rest = argument[(at + 1)..].Split(':', 2);
        string clone = Path.Combine(cacheFolder, $"{url.Split('/')[^1]}-{rest[0].Replace('/', '-')}");
        if (!Directory.Exists(clone))
        {
            // Cloned beside and moved, so that a clone that was interrupted is not taken for a whole one.
            string unfinished = $"{clone}.{Environment.ProcessId}";
            Directory.CreateDirectory(cacheFolder);
            Git("clone", "--quiet", "--depth", "1", "--branch", rest[0], url, unfinished);
            Directory.Move(unfinished, clone);
        }

        return rest.Length == 2 ? Path.Combine(clone, rest[1]) : clone;
    }

    private static void Git(params string[] arguments)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", arguments)) ?? throw new InvalidOperationException("git was not started.");
        git.WaitForExit();
        if (git.ExitCode != 0)
        {
            throw new InvalidOperationException($"'git {string.Join(' ', arguments)}' failed with {git.ExitCode}.");
        }
    }
}
