using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator;

namespace ProcGen.Analyzers.Tests.Verification;

/// <summary>What the sources under test are compiled with: the compiler's oldest version that the package supports, the framework and the runtime.</summary>
internal static class TestCompilation
{
    public static CSharpParseOptions ParseOptions { get; } =
        new CSharpParseOptions(LanguageVersion.CSharp14, DocumentationMode.Diagnose).WithPreprocessorSymbols("NET7_0_OR_GREATER", "NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER");

    public static CSharpCompilationOptions Options { get; } =
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true);

    public static IReadOnlyList<MetadataReference> References { get; } =
    [
        .. Net100.References.All,
        .. new[] { typeof(RunInProcessAttribute), typeof(MemoryPack.MemoryPackSerializer), typeof(Microsoft.Extensions.Logging.ILogger) }
            .Select(type => MetadataReference.CreateFromFile(type.Assembly.Location)),
        OtherAssembly.Shop,
    ];

    /// <summary>The implicit usings of a new project, and the namespace of ProcGen.</summary>
    public const string Usings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; "
        + "global using System.Threading; global using System.Threading.Tasks; global using ProcGen;";

    /// <summary>Compiles one source with the implicit usings of a new project, and with what it needs that the runtime does not have yet.</summary>
    public static CSharpCompilation Create(string source) =>
        CSharpCompilation.Create("Sample", [Parse(source, "/Sample.cs"), Parse(Usings, "/Usings.cs"), Parse(StandIns.For(source), "/StandIns.cs")], References, Options);

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path);

    public static GeneratorDriver NewDriver() => CSharpGeneratorDriver.Create([new ProcGenGenerator().AsSourceGenerator()], parseOptions: ParseOptions);

    /// <summary>The compilation with what the generator adds to it.</summary>
    public static CSharpCompilation Generate(CSharpCompilation compilation)
    {
        NewDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _, TestContext.Current.CancellationToken);
        return (CSharpCompilation)output;
    }
}
