using System.Text;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator;

namespace ProcGen.Benchmarks.Generator;

/// <summary>The sample solution in memory, as an IDE holds it.</summary>
internal static class SampleCompilation
{
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp14);

    /// <summary>How a build parses that writes no documentation file.</summary>
    public static CSharpParseOptions BuildOptions { get; } = ParseOptions.WithDocumentationMode(DocumentationMode.None);

    public static CSharpCompilation Create(CSharpParseOptions? options = null) =>
        CSharpCompilation.Create(
            "Sample",
            SampleSolution.Sources().Select(source => Parse(source.Text, source.Name, options)),
            [
                .. Net100.References.All,
                .. new[] { typeof(RunInProcessAttribute), typeof(MemoryPack.MemoryPackSerializer), typeof(Microsoft.Extensions.Logging.ILogger) }.Select(type => MetadataReference.CreateFromFile(type.Assembly.Location)),
            ],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));

    public static SyntaxTree Parse(string text, string name, CSharpParseOptions? options = null) => CSharpSyntaxTree.ParseText(text, options ?? ParseOptions, name, Encoding.UTF8);

    public static GeneratorDriver NewDriver(CSharpParseOptions? options = null) =>
        CSharpGeneratorDriver.Create([new ProcGenGenerator().AsSourceGenerator()], parseOptions: options ?? ParseOptions);

    public static CSharpCompilation Replace(CSharpCompilation compilation, string name, string text) =>
        compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.Single(tree => tree.FilePath == name), Parse(text, name));
}
