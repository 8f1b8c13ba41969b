using System.Text.RegularExpressions;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ProcGen.Corpus.Sources;

/// <summary>The sources of a project as a compilation for .NET 10 that refers to the runtime.</summary>
internal sealed class ProjectFolder
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly string[] s_symbols =
    [
        "NET", "NETCOREAPP", "NET10_0", .. Enumerable.Range(5, 6).Select(version => $"NET{version}_0_OR_GREATER"), "NETCOREAPP3_0_OR_GREATER", "NETCOREAPP3_1_OR_GREATER",
    ];

    private ProjectFolder(string path, CSharpCompilation compilation) => (Path, Compilation) = (path, compilation);

    public string Path { get; }

    public string Name => Compilation.AssemblyName!;

    public CSharpCompilation Compilation { get; }

    public static ProjectFolder Read(string folder)
    {
        string[] projects = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.csproj") : throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        ProjectFile file = projects.Length == 1 ? ProjectFile.Read(projects[0]) : throw new InvalidOperationException($"'{folder}' holds {projects.Length} projects instead of one.");

        CSharpParseOptions options = new CSharpParseOptions(LanguageVersion.CSharp14).WithPreprocessorSymbols(s_symbols.Concat(file.Constants).Distinct().ToArray());
        string usings = (file.ImplicitUsings ? ImplicitUsings : "") + string.Concat(file.Usings.Distinct());
        IEnumerable<SyntaxTree> trees = SourceFiles(folder, file).Select(path => Parse(File.ReadAllText(path), path)).Append(Parse(usings, System.IO.Path.Combine(folder, "obj", "GlobalUsings.g.cs")));

        var compilation = CSharpCompilation.Create(
            file.Name,
            trees,
            References(folder, file.Name),
            new CSharpCompilationOptions(
                file.IsExecutable ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: true,
                nullableContextOptions: file.Nullable ? NullableContextOptions.Enable : NullableContextOptions.Disable));
        return new ProjectFolder(folder, compilation);

        SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, options, path, System.Text.Encoding.UTF8);
    }

    private static IEnumerable<string> SourceFiles(string folder, ProjectFile file)
    {
        var files = new SortedSet<string>(Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories), StringComparer.Ordinal);
        files.RemoveWhere(path => Regex.IsMatch(path[folder.Length..], "[/\\\\](bin|obj)[/\\\\]"));
        foreach ((string origin, string pattern, bool remove) in file.CompileItems.Where(item => !item.Pattern.Contains('$', StringComparison.Ordinal)))
        {
            // The fixed part of "../Shared/**/*.cs" tells where to look, the rest is matched.
            string start = pattern.Contains('*', StringComparison.Ordinal) ? pattern[..(pattern[..pattern.IndexOf('*', StringComparison.Ordinal)].LastIndexOf('/') + 1)] : System.IO.Path.GetDirectoryName(pattern)!;
            string root = System.IO.Path.GetFullPath(System.IO.Path.Combine(origin, start));
            if (!Directory.Exists(root))
            {
                continue;
            }

            string full = System.IO.Path.GetFullPath(System.IO.Path.Combine(origin, start)).TrimEnd('/') + "/" + pattern[start.Length..].TrimStart('/');
            var regex = new Regex("^" + Regex.Escape(full).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "$");
            if (remove)
            {
                files.RemoveWhere(regex.IsMatch);
            }
            else
            {
                files.UnionWith(Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories).Where(path => regex.IsMatch(path)));
            }
        }

        return files;
    }

    // The framework, the runtime with what it needs and, if the project was built, what lies beside its output.
    private static List<MetadataReference> References(string folder, string name)
    {
        List<MetadataReference> references = [.. Net100.References.All];
        var known = new HashSet<string>(Net100.References.All.Select(reference => System.IO.Path.GetFileNameWithoutExtension(reference.FilePath ?? "")), StringComparer.OrdinalIgnoreCase) { name };
        IEnumerable<string> runtime = new[] { typeof(RunInProcessAttribute), typeof(MemoryPack.MemoryPackSerializer), typeof(Microsoft.Extensions.Logging.ILogger) }.Select(type => type.Assembly.Location);
        string output = System.IO.Path.Combine(folder, "bin", "Debug", "net10.0");
        IEnumerable<string> built = Directory.Exists(output) ? Directory.GetFiles(output, "*.dll") : [];
        foreach (string path in (name == "ProcGen.Runtime" ? runtime.Skip(1) : runtime).Concat(built))
        {
            if (known.Add(System.IO.Path.GetFileNameWithoutExtension(path)))
            {
                references.Add(MetadataReference.CreateFromFile(path));
            }
        }

        return references;
    }
}
