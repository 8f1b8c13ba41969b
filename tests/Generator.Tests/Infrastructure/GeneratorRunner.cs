using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;

namespace ProcGen.Generator.Tests.Infrastructure;

/// <summary>Compiles sources as a user's project would be, and runs the generator on them.</summary>
internal static class GeneratorRunner
{
    private static readonly CSharpParseOptions s_parseOptions = CSharpParseOptions.Default
        .WithLanguageVersion(LanguageVersion.CSharp14)
        .WithPreprocessorSymbols("NET7_0_OR_GREATER", "NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER");

    /// <summary>In generated code, missing documentation would be reported; the sources of the tests have none.</summary>
    public static CSharpParseOptions GeneratedParseOptions { get; } = s_parseOptions.WithDocumentationMode(DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(RunInProcessAttribute).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(MemoryPack.MemoryPackWriterOptionalState).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Microsoft.Extensions.Logging.ILogger).Assembly.Location),
    ];

    private static readonly Lazy<ImmutableArray<ISourceGenerator>> s_memoryPackGenerators = new(() =>
    {
        string path = Path.Combine(AppContext.BaseDirectory, "generators", "MemoryPack.Generator.dll");
        var reference = new AnalyzerFileReference(path, new AssemblyLoader());
        return reference.GetGenerators(LanguageNames.CSharp);
    });

    /// <summary>A usual prelude of the sources in tests.</summary>
    public const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using ProcGen;

        """;

    public static CSharpCompilation Compile(params string[] sources) => Compile("Sample", OutputKind.DynamicallyLinkedLibrary, [], sources);

    public static CSharpCompilation Compile(string assemblyName, OutputKind kind, MetadataReference[] references, params string[] sources) =>
        CSharpCompilation.Create(
            assemblyName,
            sources.Select((s, i) => Parse(s, $"Source{i}.cs")),
            [.. s_references, .. references],
            new CSharpCompilationOptions(
                kind,
                allowUnsafe: true,
                warningLevel: 9999, // All warnings of all waves.
                nullableContextOptions: NullableContextOptions.Enable,
                specificDiagnosticOptions:
                [
                    new("CS1701", ReportDiagnostic.Suppress), // As the SDK does: a package built for an older framework.
                    new("CS0169", ReportDiagnostic.Suppress), // The samples' fields are there to cross, not to be used.
                    new("CS0649", ReportDiagnostic.Suppress),
                ]));

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, s_parseOptions, path);

    /// <summary>Runs our generator alone.</summary>
    public static GeneratorRun Run(params string[] sources) => Run(Compile(sources));

    public static GeneratorRun Run(CSharpCompilation compilation) => Run(compilation, CreateDriver());

    /// <summary>Runs our generator and MemoryPack's.</summary>
    public static GeneratorRun RunWithMemoryPack(params string[] sources) =>
        Run(Compile(sources), CreateDriver([new ProcGenGenerator().AsSourceGenerator(), .. s_memoryPackGenerators.Value]));

    public static GeneratorDriver CreateDriver() => CreateDriver([new ProcGenGenerator().AsSourceGenerator()]);

    public static GeneratorRun Run(CSharpCompilation compilation, GeneratorDriver driver)
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics, TestContext.Current.CancellationToken);
        Assert.Empty(diagnostics);
        return new GeneratorRun(driver, (CSharpCompilation)output, driver.GetRunResult());
    }

    /// <summary>A reference to what the generator makes of a library.</summary>
    public static MetadataReference CompileLibrary(string assemblyName, params string[] sources)
    {
        GeneratorRun run = Run(Compile(assemblyName, OutputKind.DynamicallyLinkedLibrary, [], sources));
        return MetadataReference.CreateFromImage(run.EmitImage());
    }

    private static CSharpGeneratorDriver CreateDriver(IEnumerable<ISourceGenerator> generators) =>
        CSharpGeneratorDriver.Create(
            generators,
            parseOptions: GeneratedParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private sealed class AssemblyLoader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath) { }

        public System.Reflection.Assembly LoadFromPath(string fullPath) => System.Reflection.Assembly.LoadFrom(fullPath);
    }
}

/// <summary>One run of the generators.</summary>
internal sealed record GeneratorRun(GeneratorDriver Driver, CSharpCompilation Output, GeneratorDriverRunResult Result)
{
    private static readonly string s_version = typeof(ProcGenGenerator).Assembly.GetName().Version!.ToString(3);

    /// <summary>What our generator made, by hint name.</summary>
    public IReadOnlyDictionary<string, string> Sources { get; } =
        Result.Results.Single(r => r.Generator.GetGeneratorType() == typeof(ProcGenGenerator))
            .GeneratedSources.ToDictionary(s => s.HintName, s => s.SourceText.ToString());

    /// <summary>All files that our generator made as one text, without the version.</summary>
    public string Text => string.Join("\n", Sources.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"// ===== {s.Key}\n{s.Value}"))
        .Replace($"\"ProcGen\", \"{s_version}\"", "\"ProcGen\", \"x.y.z\"", StringComparison.Ordinal);

    /// <summary>The file of a containing type.</summary>
    public string FileOf(string fullName) => Sources.Single(s => s.Key.StartsWith(fullName + ".", StringComparison.Ordinal)).Value;

    /// <summary>The diagnostics of the whole compilation, warnings included.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics =>
        [.. Output.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed)];

    /// <summary>Checks that user's and generated code compile without a warning.</summary>
    public GeneratorRun AssertCompiles(params string[] expected)
    {
        Diagnostic[] unexpected = [.. Diagnostics.Where(d => !expected.Contains(d.Id) && !IsMissingDocumentationOfPartialType(d))];
        Assert.True(unexpected.Length == 0, string.Join("\n", unexpected.Select(d => d.ToString())) + "\n" + Text);
        return this;
    }

    /// <summary>Checks that generated code would compile without a warning, too, if it did not switch them off. In tests the user's code gives no cause for one.</summary>
    public GeneratorRun AssertNeedsNoPragma(params string[] expected)
    {
        const string Pragma = "#pragma warning disable\n";
        CSharpCompilation stripped = Output;
        foreach (SyntaxTree tree in Result.GeneratedTrees)
        {
            string text = tree.ToString();
            Assert.Contains(Pragma, text, StringComparison.Ordinal);
            stripped = stripped.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text.Replace(Pragma, "", StringComparison.Ordinal), GeneratorRunner.GeneratedParseOptions, tree.FilePath));
        }

        (this with { Output = stripped }).AssertCompiles(expected);
        return this;
    }

    /// <summary>Checks that the compiler reports exactly these errors.</summary>
    public void AssertErrors(params string[] expected) =>
        Assert.Equal(expected.Order(StringComparer.Ordinal), Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Id).Order(StringComparer.Ordinal));

    // The documentation of a user's type belongs to the user's own part of it.
    private static bool IsMissingDocumentationOfPartialType(Diagnostic diagnostic) =>
        diagnostic.Id == "CS1591" && diagnostic.Location.SourceTree!.GetText().Lines.GetLineFromPosition(diagnostic.Location.SourceSpan.Start).ToString().TrimStart().StartsWith("partial ", StringComparison.Ordinal);

    /// <summary>The compiled assembly.</summary>
    public byte[] EmitImage()
    {
        using var stream = new MemoryStream();
        EmitResult result = Output.Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)) + "\n" + Text);
        return stream.ToArray();
    }

    /// <summary>The compiled assembly, loaded.</summary>
    public System.Reflection.Assembly Load()
    {
        var context = new System.Runtime.Loader.AssemblyLoadContext("sample", isCollectible: true);
        return context.LoadFromStream(new MemoryStream(EmitImage()));
    }
}
