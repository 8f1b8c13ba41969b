namespace ProcGen;

/// <summary>
/// Marks a static method without parameters (returning <see langword="void"/> or <see cref="Task"/>) that runs once in every worker process,
/// before its first call. A worker never runs the application's <c>Main</c>, so set-up that both need goes here.
/// </summary>
/// <remarks>
/// The methods of an assembly run in the order of their full names. If one throws, the worker does not start and the callers
/// get a <see cref="WorkerStartException"/> with the cause. The containing types are <see langword="partial"/>, so that private methods can be called, too.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class WorkerStartupAttribute : Attribute;
