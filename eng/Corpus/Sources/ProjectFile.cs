using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ProcGen.Corpus.Sources;

/// <summary>
/// What a project file and the props it imports say about the compilation. They are read and not evaluated: no target of a foreign project runs, and what
/// depends on a condition is taken for the newest .NET.
/// </summary>
internal sealed partial class ProjectFile
{
    private readonly List<(string Folder, XElement Root)> _files = [];

    private ProjectFile(string path) => Path = path;

    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public bool ImplicitUsings => Last("ImplicitUsings") is "enable" or "true";

    public bool Nullable => Last("Nullable") is "enable" or "annotations" or "warnings";

    public bool IsExecutable => Last("OutputType") is "Exe" or "WinExe";

    public IEnumerable<string> Usings =>
        Elements("Using").Where(element => element.Attribute("Include") is not null).Select(element =>
            $"global using {(element.Attribute("Static")?.Value == "true" ? "static " : "")}{(element.Attribute("Alias") is { } alias ? alias.Value + " = " : "")}{element.Attribute("Include")!.Value};");

    public IEnumerable<string> Constants =>
        Elements("DefineConstants").SelectMany(element => element.Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Where(constant => !constant.StartsWith('$'));

    /// <summary>The files to compile besides those of the folder, and those of the folder that are not.</summary>
    public IEnumerable<(string Folder, string Pattern, bool Remove)> CompileItems =>
        from file in _files
        from element in file.Root.Descendants()
        where element.Name.LocalName == "Compile" && IsOfNewestFramework(element)
        from attribute in element.Attributes()
        where attribute.Name.LocalName is "Include" or "Remove"
        from pattern in attribute.Value.Split(';', StringSplitOptions.RemoveEmptyEntries)
        select (file.Folder, pattern.Replace('\\', '/').Replace("$(MSBuildThisFileDirectory)", file.Folder + "/", StringComparison.Ordinal), attribute.Name.LocalName == "Remove");

    public static ProjectFile Read(string path)
    {
        var project = new ProjectFile(path);
        for (string? folder = System.IO.Path.GetDirectoryName(path); folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            string props = System.IO.Path.Combine(folder, "Directory.Build.props");
            if (File.Exists(props))
            {
                // A nested one stands for those above it unless it imports them, which is not worth telling apart here: settings above are rarely wrong.
                project.Add(props, index: 0);
            }

            if (Directory.Exists(System.IO.Path.Combine(folder, ".git")) || File.Exists(System.IO.Path.Combine(folder, ".git")))
            {
                break;
            }
        }

        project.Add(path, project._files.Count);
        return project;
    }

    private void Add(string path, int index)
    {
        string folder = System.IO.Path.GetDirectoryName(path)!;
        XElement root = XDocument.Load(path).Root!;
        _files.Insert(index, (folder, root));
        foreach (string import in root.Descendants().Where(element => element.Name.LocalName == "Import").Select(element => (element.Attribute("Project")?.Value ?? "").Replace("$(MSBuildThisFileDirectory)", "", StringComparison.OrdinalIgnoreCase)).Where(value => !value.Contains('$', StringComparison.Ordinal)))
        {
            string imported = System.IO.Path.Combine(folder, import.Replace('\\', '/'));
            if (import.Length != 0 && File.Exists(imported))
            {
                Add(System.IO.Path.GetFullPath(imported), index);
            }
        }
    }

    private string? Last(string property) => Elements(property).LastOrDefault()?.Value;

    private IEnumerable<XElement> Elements(string name) =>
        _files.SelectMany(file => file.Root.Descendants()).Where(element => element.Name.LocalName == name && IsOfNewestFramework(element));

    // Of several groups for target frameworks, that of the highest .NET that is mentioned in the file.
    private bool IsOfNewestFramework(XElement element)
    {
        string conditions = string.Concat(element.AncestorsAndSelf().Select(e => e.Attribute("Condition")?.Value));
        if (!conditions.Contains("TargetFramework", StringComparison.Ordinal))
        {
            return !conditions.Contains("IsTestProject", StringComparison.Ordinal);
        }

        if (conditions.Contains("TargetFrameworkIdentifier", StringComparison.Ordinal))
        {
            return conditions.Contains(".NETCoreApp", StringComparison.Ordinal) ^ conditions.Contains("!=", StringComparison.Ordinal);
        }

        int newest = _files.SelectMany(file => Frameworks().Matches(file.Root.ToString())).Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).DefaultIfEmpty(10).Max();
        bool mentioned = conditions.Contains($"net{newest}.0", StringComparison.Ordinal);
        return mentioned ^ conditions.Contains("!=", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\bnet([0-9]+)\.0\b")]
    private static partial Regex Frameworks();
}
