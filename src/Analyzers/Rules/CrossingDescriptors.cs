using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ProcGen.Shared;
using ProcGen.Shared.Crossing;

namespace ProcGen.Analyzers.Rules;

/// <summary>Rules about what crosses the process boundary.</summary>
internal static class CrossingDescriptors
{
    // What these report is generated all the same, so the classifier knows nothing of them.
    private const string IdentityNotKeptId = "PROCGEN027";
    private const string DerivedClassRefusedId = "PROCGEN029";
    private const string StateLeftBehindId = "PROCGEN030";

    /// <summary>A parameter's type cannot cross.</summary>
    public static readonly DiagnosticDescriptor ParameterCannotCross = new(
        RuleIds.ParameterCannotCross,
        Strings.Title(RuleIds.ParameterCannotCross),
        Strings.Message(RuleIds.ParameterCannotCross),
        RuleCategories.Crossing,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(RuleIds.ParameterCannotCross),
        HelpLinks.For(RuleIds.ParameterCannotCross));

    /// <summary>The result's type cannot cross.</summary>
    public static readonly DiagnosticDescriptor ResultCannotCross = new(
        RuleIds.ResultCannotCross,
        Strings.Title(RuleIds.ResultCannotCross),
        Strings.Message(RuleIds.ResultCannotCross),
        RuleCategories.Crossing,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(RuleIds.ResultCannotCross),
        HelpLinks.For(RuleIds.ResultCannotCross));

    /// <summary>The object that an instance method is called on, or a field of a WorkerProcess subclass, cannot cross.</summary>
    public static readonly DiagnosticDescriptor ReceiverCannotCross = new(
        RuleIds.ReceiverCannotCross,
        Strings.Title(RuleIds.ReceiverCannotCross),
        Strings.Message(RuleIds.ReceiverCannotCross),
        RuleCategories.Crossing,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(RuleIds.ReceiverCannotCross),
        HelpLinks.For(RuleIds.ReceiverCannotCross));

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

    /// <summary>A type whose objects can contain themselves crosses without its identity.</summary>
    public static readonly DiagnosticDescriptor IdentityNotKept = new(
        IdentityNotKeptId,
        Strings.Title(IdentityNotKeptId),
        Strings.Message(IdentityNotKeptId),
        RuleCategories.Crossing,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(IdentityNotKeptId),
        HelpLinks.For(IdentityNotKeptId));

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

    /// <summary>A class crosses that is not sealed, and a derived class in sight adds data.</summary>
    public static readonly DiagnosticDescriptor DerivedClassRefused = new(
        DerivedClassRefusedId,
        Strings.Title(DerivedClassRefusedId),
        Strings.Message(DerivedClassRefusedId),
        RuleCategories.Crossing,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(DerivedClassRefusedId),
        HelpLinks.For(DerivedClassRefusedId));

    /// <summary>State of a type of another assembly that its public contract does not carry.</summary>
    public static readonly DiagnosticDescriptor StateLeftBehind = new(
        StateLeftBehindId,
        Strings.Title(StateLeftBehindId),
        Strings.Message(StateLeftBehindId),
        RuleCategories.Crossing,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(StateLeftBehindId),
        HelpLinks.For(StateLeftBehindId));

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
        new[] { LazySequence, OpenType, ProcessBound, WrongDeclaration }.ToImmutableDictionary(rule => rule.Id);

    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
        [ParameterCannotCross, ResultCannotCross, ReceiverCannotCross, .. Specific.Values.OrderBy(rule => rule.Id, StringComparer.Ordinal), IdentityNotKept, DerivedClassRefused, StateLeftBehind];
}
