using Microsoft.CodeAnalysis;

namespace ProcGen.Corpus.Checks;

/// <summary>
/// Reports that were read and judged to be right. A line is <c>project: rule file: message</c>, without a line number, which would change with every edit above it.
/// </summary>
internal sealed class Baseline
{
    private readonly string? _path;
    private readonly HashSet<string> _accepted;
    private readonly SortedSet<string> _seen = new(StringComparer.Ordinal);

    private Baseline(string? path, HashSet<string> accepted) => (_path, _accepted) = (path, accepted);

    public static Baseline Read(string? path) => new(path, path is not null && File.Exists(path) ? [.. File.ReadAllLines(path)] : []);

    /// <summary>Whether a report was judged before. Without a file nothing was, and everything is only printed.</summary>
    public bool Accepts(CheckResult result, Diagnostic report)
    {
        string line = $"{result.ProjectName}: {report.Id} {Path.GetRelativePath(result.ProjectFolder, report.Location.SourceTree?.FilePath ?? result.ProjectFolder).Replace('\\', '/')}: {report.GetMessage()}";
        _seen.Add(line);
        return _path is null || _accepted.Contains(line);
    }

    public void Write() => File.WriteAllLines(_path!, _seen);
}
