using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ProcGen.Analyzers.Tests.Verification;

/// <summary>A snippet of a rule's page as a project: compiled, generated and analyzed by all rules.</summary>
internal sealed class Snippet
{
    // The snippets of this rule are whole applications that are published without startup hooks.
    private const string ApplicationRule = "PROCGEN080";

    private readonly List<(string Path, string Text)> _configs = [];
    private CSharpCompilation _compilation;

    public Snippet(string id, string source)
    {
        _compilation = TestCompilation.Create(source);
        if (id == ApplicationRule)
        {
            _compilation = _compilation.WithOptions(_compilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
            _configs.Add(("/.globalconfig", "is_global = true\nbuild_property.PublishAot = true\n"));
        }
    }

    public Snippet WithFile(string path, string source)
    {
        _compilation = _compilation.AddSyntaxTrees(TestCompilation.Parse(source, path));
        return this;
    }

    public Snippet WithConfig(string path, string text)
    {
        _configs.Add((path, text));
        return this;
    }

    /// <summary>Suppresses a rule as <c>&lt;NoWarn&gt;</c> of a project does.</summary>
    public Snippet WithNoWarn(string id)
    {
        _compilation = _compilation.WithOptions(_compilation.Options.WithSpecificDiagnosticOptions(_compilation.Options.SpecificDiagnosticOptions.SetItem(id, ReportDiagnostic.Suppress)));
        return this;
    }

    /// <summary>All that the generator writes.</summary>
    public string Generate()
    {
        CSharpCompilation compilation = new ConfigOptions([.. _configs]).ApplyTo(_compilation);
        GeneratorRunResult result = Assert.Single(TestCompilation.NewDriver().RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult().Results);
        Assert.Null(result.Exception);
        return string.Concat(result.GeneratedSources.Select(file => file.SourceText.ToString()));
    }

    /// <summary>What all rules report, as a build shows it or, without the generated code, as an editor might before the generator has run.</summary>
    public async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync(bool generate = true)
    {
        var options = new ConfigOptions([.. _configs]);
        CSharpCompilation compilation = options.ApplyTo(generate ? TestCompilation.Generate(_compilation) : _compilation);

        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var run = new CompilationWithAnalyzersOptions(
            options.ForAnalyzers(), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: false);
        return await compilation.WithAnalyzers([.. AllRules.Analyzers], run).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }
}
