using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Generator;

namespace ProcGen.Analyzers.Tests.Verification;

/// <summary>The generator of this process, as a reference of a project. Searches for references compare projects, and know how to compare files only.</summary>
internal sealed class ProcGenGeneratorReference : IAnalyzerAssemblyLoader
{
    public static AnalyzerReference Instance { get; } = new AnalyzerFileReference(typeof(ProcGenGenerator).Assembly.Location, new ProcGenGeneratorReference());

    public void AddDependencyLocation(string fullPath) { }

    public Assembly LoadFromPath(string fullPath) => typeof(ProcGenGenerator).Assembly;
}
