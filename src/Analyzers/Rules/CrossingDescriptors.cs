using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ProcGen.Shared.Crossing;

namespace ProcGen.Analyzers.Rules;

/// <summary>Rules about what crosses the process boundary.</summary>
internal static class CrossingDescriptors
{
    private const string ParameterCannotCrossId = "PROCGEN020";
    private const string ResultCannotCrossId = "PROCGEN021";
    private const string ReceiverCannotCrossId = "PROCGEN022";

    /// <summary>A parameter's type cannot cross.</summary>
    public static readonly DiagnosticDescriptor ParameterCannotCross = new(
        ParameterCannotCrossId,
        Strings.Title(ParameterCannotCrossId),
        Strings.Message(ParameterCannotCrossId),
        RuleCategories.Crossing,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(ParameterCannotCrossId),
        HelpLinks.For(ParameterCannotCrossId));

    /// <summary>The result's type cannot cross.</summary>
    public static readonly DiagnosticDescriptor ResultCannotCross = new(
        ResultCannotCrossId,
        Strings.Title(ResultCannotCrossId),
        Strings.Message(ResultCannotCrossId),
        RuleCategories.Crossing,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(ResultCannotCrossId),
        HelpLinks.For(ResultCannotCrossId));

    /// <summary>The object that an instance method is called on, or a field of a WorkerProcess subclass, cannot cross.</summary>
    public static readonly DiagnosticDescriptor ReceiverCannotCross = new(
        ReceiverCannotCrossId,
        Strings.Title(ReceiverCannotCrossId),
        Strings.Message(ReceiverCannotCrossId),
        RuleCategories.Crossing,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(ReceiverCannotCrossId),
        HelpLinks.For(ReceiverCannotCrossId));

    /// <summary>A lazily evaluated sequence stands inside another type.</summary>
    public static readonly DiagnosticDescriptor LazySequence = new(
        CrossingRules.LazySequence,
        Strings.Title(CrossingRules.LazySequence),
        Strings.Message(CrossingRules.LazySequence),
        RuleCategories.Crossing,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(CrossingRules.LazySequence),
        HelpLinks.For(CrossingRules.LazySequence));

    /// <summary>An interface, an abstract class or object has no closed set of known types.</summary>
    public static readonly DiagnosticDescriptor OpenType = new(
        CrossingRules.OpenType,
        Strings.Title(CrossingRules.OpenType),
        Strings.Message(CrossingRules.OpenType),
        RuleCategories.Crossing,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(CrossingRules.OpenType),
        HelpLinks.For(CrossingRules.OpenType));

    /// <summary>Something that lives in one process only.</summary>
    public static readonly DiagnosticDescriptor ProcessBound = new(
        CrossingRules.ProcessBound,
        Strings.Title(CrossingRules.ProcessBound),
        Strings.Message(CrossingRules.ProcessBound),
        RuleCategories.Crossing,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(CrossingRules.ProcessBound),
        HelpLinks.For(CrossingRules.ProcessBound));

    /// <summary>The public contract of a type of another assembly does not restore all of it.</summary>
    public static readonly DiagnosticDescriptor IncompleteContract = new(
        CrossingRules.IncompleteContract,
        Strings.Title(CrossingRules.IncompleteContract),
        Strings.Message(CrossingRules.IncompleteContract),
        RuleCategories.Crossing,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(CrossingRules.IncompleteContract),
        HelpLinks.For(CrossingRules.IncompleteContract));

    /// <summary>A declaration about crossing does not fit the type it is put on.</summary>
    public static readonly DiagnosticDescriptor WrongDeclaration = new(
        CrossingRules.WrongDeclaration,
        Strings.Title(CrossingRules.WrongDeclaration),
        Strings.Message(CrossingRules.WrongDeclaration),
        RuleCategories.Crossing,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(CrossingRules.WrongDeclaration),
        HelpLinks.For(CrossingRules.WrongDeclaration));

    /// <summary>The rules that the classifier names itself, by id. Anything else is general, and the rule says where it was found.</summary>
    public static ImmutableDictionary<string, DiagnosticDescriptor> Specific { get; } =
        new[] { LazySequence, OpenType, ProcessBound, IncompleteContract, WrongDeclaration }.ToImmutableDictionary(rule => rule.Id);

    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
        [ParameterCannotCross, ResultCannotCross, ReceiverCannotCross, .. Specific.Values.OrderBy(rule => rule.Id, StringComparer.Ordinal)];
}
